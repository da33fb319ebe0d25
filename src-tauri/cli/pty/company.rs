//! Is the command alone with its console? A script that shares it could have printed the prompt and would read the code.

/// The processes around a command.
pub(super) struct Around<'a> {
    /// Ourselves, who started it.
    pub(super) host: u32,
    /// The process that was started.
    pub(super) command: u32,
    /// Whether that is the shell of a batch file, which starts the client in turn.
    pub(super) batch: bool,
    /// Everybody who has the console.
    pub(super) attached: Option<&'a [u32]>,
    /// Everybody who descends from us, those whose parents ended too.
    pub(super) descendants: Option<&'a [u32]>,
    /// Processes and their parents.
    pub(super) parents: &'a [(u32, u32)],
}

/// Why a console may not have a code, for the person; none if the command is alone with it.
pub(super) fn company(around: &Around<'_>) -> Option<String> {
    let unseen = || Some("the system does not show who shares this console".to_owned());
    let (Some(attached), Some(descendants)) = (around.attached, around.descendants) else { return unseen() };
    // Where the command itself is not seen, others may not be either.
    if !attached.contains(&around.command) || !descendants.contains(&around.command) {
        return unseen();
    }
    let others = attached.iter().chain(descendants).copied();
    let mut others = others.filter(|process| ![around.host, around.command].contains(process));
    if !around.batch {
        return others.next().map(shares);
    }
    let Some(client) = others.clone().find(|process| around.parents.contains(&(*process, around.command)))
    else {
        return Some("the command's client does not run".to_owned());
    };
    others.find(|process| *process != client).map(shares)
}

fn shares(other: u32) -> String {
    format!("another program ({other}) shares this console")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENTS: &[(u32, u32)] = &[(20, 10), (30, 20), (40, 30), (31, 20)];

    fn seen(batch: bool, attached: &[u32], descendants: &[u32]) -> Option<String> {
        let (attached, descendants) = (Some(attached), Some(descendants));
        company(&Around { host: 10, command: 20, batch, attached, descendants, parents: PARENTS })
    }

    #[test]
    fn a_client_is_alone_with_its_console() {
        assert_eq!(seen(false, &[10, 20], &[10, 20]), None);
        assert_eq!(seen(true, &[10, 20, 30], &[10, 20, 30]), None, "npm.cmd and its node");
    }

    #[test]
    fn a_script_is_company_whether_it_has_the_console_or_not() {
        for (attached, descendants) in
            [(&[10, 20, 30][..], &[10, 20, 30][..]), (&[10, 20], &[10, 20, 30]), (&[10, 20, 99], &[10, 20])]
        {
            assert!(seen(false, attached, descendants).is_some_and(|why| why.contains("another program")));
        }
        assert!(seen(true, &[10, 20, 30, 40], &[10, 20, 30, 40]).is_some_and(|why| why.contains("40")));
        assert!(seen(true, &[10, 20, 30, 31], &[10, 20, 30, 31]).is_some_and(|why| why.contains("31")));
    }

    #[test]
    fn a_batch_file_that_asks_by_itself_gets_nothing() {
        assert!(seen(true, &[10, 20], &[10, 20]).is_some());
    }

    #[test]
    fn who_cannot_see_says_no() {
        let around = |attached, descendants| {
            company(&Around { host: 10, command: 20, batch: false, attached, descendants, parents: PARENTS })
        };
        assert!(around(None, Some(&[10, 20])).is_some());
        assert!(around(Some(&[10, 20]), None).is_some());
        assert!(around(Some(&[10]), Some(&[10, 20])).is_some());
        assert!(around(Some(&[10, 20]), Some(&[10])).is_some());
    }
}
