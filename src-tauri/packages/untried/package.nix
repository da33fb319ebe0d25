# Untried. The three programs, the manual and the completions.
{
  lib,
  rustPlatform,
  fetchNpmDeps,
  npmHooks,
  nodejs,
  pkg-config,
  wrapGAppsHook3,
  installShellFiles,
  webkitgtk_4_1,
  gtk3,
  libsoup_3,
}:

rustPlatform.buildRustPackage rec {
  pname = "countersign";
  version = "0.1.0";
  src = lib.cleanSource ../../..;
  cargoLock.lockFile = ../../../Cargo.lock;
  npmRoot = "ui";
  npmDeps = fetchNpmDeps {
    src = "${src}/ui";
    hash = lib.fakeHash;
  };
  nativeBuildInputs = [
    nodejs
    npmHooks.npmConfigHook
    pkg-config
    wrapGAppsHook3
    installShellFiles
  ];
  buildInputs = [
    webkitgtk_4_1
    gtk3
    libsoup_3
  ];
  preBuild = "npm --prefix ui run build";
  cargoBuildFlags = [
    "--features"
    "desktop"
    "--bins"
  ];
  # They want a desktop, a keychain and a registry.
  doCheck = false;
  postInstall = ''
    $out/bin/countersign man --out $TMPDIR/man
    installManPage $TMPDIR/man/*
    installShellCompletion --cmd countersign \
      --bash <($out/bin/countersign completions bash) \
      --zsh <($out/bin/countersign completions zsh) \
      --fish <($out/bin/countersign completions fish)
    install -Dm644 icons/128x128.png $out/share/icons/hicolor/128x128/apps/countersign.png
  '';
  meta = {
    description = "One-time passwords for people who publish packages";
    license = with lib.licenses; [
      mit
      asl20
    ];
    mainProgram = "countersign";
    platforms = lib.platforms.linux;
  };
}
