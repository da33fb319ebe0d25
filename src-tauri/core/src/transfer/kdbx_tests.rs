#![allow(clippy::unwrap_used)]
use super::container::Stream;
use super::*;
use proptest::prelude::*;

/// What `KeePass` writes of an entry that has several one-time passwords, once nothing is locked.
const DOCUMENT: &str = r#"<?xml version="1.0"?><KeePassFile><Root><Group><Name>All</Name><Group><Name>Work</Name><Entry>
<Tags>one;two</Tags><String><Key>Title</Key><Value>npm</Value></String><String><Key>UserName</Key><Value>a&amp;b</Value>
</String><String><Key>otp</Key><Value>key=GEZDGNBVGY3TQOJQ&amp;step=30&amp;size=6&amp;type=totp</Value></String><String>
<Key>TOTP Seed</Key><Value Protected="True">R0VaREdOQlZHWTNUUU9KUQ==</Value></String><String><Key>TOTP Settings</Key>
<Value>30;6</Value></String><String><Key>HmacOtp-Secret-Hex</Key><Value>00ff</Value></String><History><Entry/></History>
</Entry></Group></Group></Root></KeePassFile>"#;

fn read(xml: &str) -> Result<Vec<Result<Found, Odd>>, TransferError> {
    Ok(document::items(xml, Stream::None)?.iter().flat_map(found).collect())
}

#[test]
fn an_entry_may_have_a_timed_and_a_counted_password() {
    let found = read(DOCUMENT).ok().unwrap();
    let kinds = found.iter().map(|found| found.as_ref().ok().unwrap().entry.parameters().kind());
    assert_eq!(kinds.collect::<Vec<_>>(), [CodeKind::Totp, CodeKind::Hotp]);
    let first = found[0].as_ref().ok().unwrap();
    assert_eq!((first.entry.name(), first.groups.join(",")), ("a&b", "Work,one,two".to_owned()));
}

#[test]
fn groups_that_nest_without_end_are_refused() {
    assert_eq!(read(&"<Group>".repeat(1_000_000)).err(), Some(TransferError::Unsupported));
}

/// A path of such names in each of many entries would fill the memory.
#[test]
fn an_endless_name_of_a_group_is_cut() {
    let name = "n".repeat(1 << 20);
    let entry = "<Entry><String><Key>otp</Key><Value>GEZDGNBVGY3TQOJQ</Value></String></Entry>";
    let xml = format!("<Group><Group><Name>{name}</Name>{}</Group></Group>", entry.repeat(1_000));
    let found = read(&xml).ok().unwrap();
    assert_eq!(found.len(), 1_000);
    assert!(found.iter().flatten().all(|found| found.groups.concat().len() < 1_000));
}

proptest! {
    #[test]
    fn no_changed_document_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[<>/&;=\"a-zA-Z0-9 ]"), 0..8),
        length in prop_oneof![3 => Just(None), 1 => any::<prop::sample::Index>().prop_map(Some)],
    ) {
        let mut xml = DOCUMENT.to_owned();
        for (place, text) in changes {
            let place = place.index(xml.len());
            xml.replace_range(place..=place, &text);
        }
        if let Some(length) = length {
            xml.truncate(length.index(xml.len()));
        }
        prop_assert!(read(&xml).map_or(true, |found| found.len() <= 4));
    }
}
