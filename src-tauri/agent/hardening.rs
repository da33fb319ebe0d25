//! What makes this process's memory and files its own, before anything else happens.

/// Forbids core dumps, other processes' looks into memory, and files that others may read. Children inherit the first and the last.
///
/// Each of the three fails only where the system does not know it.
#[cfg(unix)]
pub(crate) fn harden() {
    use rustix::fs::Mode;
    use rustix::process::{Resource, Rlimit, setrlimit, umask};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
    umask(Mode::RWXG | Mode::RWXO);
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// On Windows the profile is the user's alone, and a debugger of the same user cannot be kept out.
#[cfg(not(unix))]
pub(crate) fn harden() {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    #[test]
    fn nothing_is_dumped() {
        super::harden();
        let cores = getrlimit(Resource::Core);
        // Where nobody wants cores the first is 0 before; the second is not.
        assert_eq!((cores.current, cores.maximum), (Some(0), Some(0)));
        assert_eq!(dumpable_behavior().expect("Linux says it"), DumpableBehavior::NotDumpable);
    }
}
