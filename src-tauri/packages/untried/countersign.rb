# Untried. A cask, as the app is a bundle; the companion inside of it is linked into the path.
cask "countersign" do
  version "0.1.0"
  sha256 "@SHA256@"

  url "@REPOSITORY@/releases/download/v#{version}/Countersign_#{version}_aarch64.dmg"
  name "Countersign"
  desc "One-time passwords for people who publish packages"
  homepage "@REPOSITORY@"

  depends_on arch: :arm64
  depends_on macos: ">= :monterey"

  app "Countersign.app"
  binary "#{appdir}/Countersign.app/Contents/MacOS/countersign"

  # Accounts stay: they are in the keychain, where only the person deletes them.
  uninstall quit: "dev.countersign.app"
end
