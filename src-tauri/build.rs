//! Gives tauri-build the permissions of the windows; does nothing without `desktop`.

fn main() {
    #[cfg(feature = "desktop")]
    {
        println!("cargo::rerun-if-changed=src-tauri/permissions");
        let manifest =
            tauri_build::AppManifest::new().permissions_path_pattern("src-tauri/permissions/*.toml");
        tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
            .expect("the window's configuration is valid");
    }
}
