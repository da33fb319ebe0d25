//! Pictures and pasted text in, QR payloads out.
