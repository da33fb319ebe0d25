//! Pasted text. What follows a NUL is the same in HTML, as a clipboard has it.
#![no_main]

libfuzzer_sys::fuzz_target!(|pasted: &str| {
    let (plain, html) = pasted.split_once('\0').map_or((pasted, None), |(plain, html)| (plain, Some(html)));
    countersign_fuzz::scanning::sound(&countersign_scan::text(pasted));
    countersign_fuzz::scanning::sound(&countersign_capture::paste(plain, html));
});
