//! A process's arguments and environment, as macOS keeps them: the number of arguments, the program's path and its padding, the
//! arguments, and the variables, each text with a zero at its end.
//!
//! Source: `sysctl(3)`, `KERN_PROCARGS2`, and the system's own `ps`.

/// Returns the value of a variable.
pub(super) fn variable(found: &[u8], name: &str) -> Option<String> {
    let (count, rest) = found.split_first_chunk()?;
    let count = usize::try_from(i32::from_ne_bytes(*count)).ok()?;
    let path = rest.iter().position(|byte| *byte == 0)?;
    let padding = rest[path..].iter().position(|byte| *byte != 0)?;
    let mut variables = rest[path + padding..].split(|byte| *byte == 0).skip(count);
    let value = variables.find_map(|text| text.strip_prefix(name.as_bytes())?.strip_prefix(b"="));
    value.map(|value| String::from_utf8_lossy(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(count: i32, texts: &str) -> Vec<u8> {
        [&count.to_ne_bytes(), texts.replace('|', "\0").as_bytes()].concat()
    }

    #[test]
    fn a_variable_is_found_behind_the_arguments() {
        let kept = kept(2, "/bin/node||||node|EVENT=argument|HOME=/h|EVENT=postinstall|");
        assert_eq!(variable(&kept, "EVENT").as_deref(), Some("postinstall"));
        assert_eq!(variable(&kept, "HOM"), None);
    }

    #[test]
    fn what_is_cut_or_nonsense_says_nothing() {
        for kept in
            [kept(2, ""), kept(-1, "/a||a|E=1|"), kept(i32::MAX, "/a||a|E=1|"), kept(0, "||||"), vec![1]]
        {
            assert_eq!(variable(&kept, "E"), None);
        }
    }
}
