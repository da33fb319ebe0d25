//! URIs of files.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

/// Returns the path that a `file:` URI stands for; none for a URI of elsewhere (RFC 8089).
pub(crate) fn path(uri: &str) -> Option<PathBuf> {
    let path = uri.strip_prefix("file://")?;
    let path = path.strip_prefix("localhost").unwrap_or(path);
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(path).collect();
    bytes.starts_with(b"/").then(|| PathBuf::from(OsString::from_vec(bytes)))
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn files_of_this_machine_are_found_by_their_uri() {
        assert_eq!(path("file:///home/a/My%20Pictures/%C3%A4.png"), Some("/home/a/My Pictures/ä.png".into()));
        assert_eq!(path("file://localhost/a.png"), Some("/a.png".into()));
        for elsewhere in ["https://example.com/a.png", "file://server/a.png", "a.png", ""] {
            assert_eq!(path(elsewhere), None, "{elsewhere}");
        }
    }
}
