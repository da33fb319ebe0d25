//! Someone who maintains a package: two-factor authentication at a real registry, the secret in a real keychain, real npm.

use super::authenticator::Authenticator;
use super::desk::{Desk, link};
use super::home::Home;
use super::keyring::Keyring;
use super::npm::Npm;
use super::programs::Programs;
use super::registry::{Registry, User};
use super::terminal::Terminal;

/// A maintainer at their desk.
pub(crate) struct Maintainer {
    pub(crate) desk: Desk,
    pub(crate) keyring: Keyring,
    pub(crate) home: Home,
    pub(crate) user: User,
    pub(crate) package: String,
    /// Another device with the same secret.
    pub(crate) phone: Authenticator,
    pub(crate) secret: String,
}

impl Maintainer {
    /// Sits down with an account that is bound to no registry yet.
    pub(crate) fn with(npm: Npm) -> Self {
        let registry = Registry::shared();
        let user = registry.user("mona");
        let secret = registry.enroll(&user);
        let mut home = Home::new();
        npm.install(&home);
        home.sign_in(registry, &user);
        let keyring = Keyring::unlocked(&mut home);
        let mut desk = Desk::open(&home);
        desk.add(&home, &link("npm", &user.name, &secret));
        let (package, phone) = (registry.unique("demo"), Authenticator::new(&secret));
        home.package(&package, "1.0.0");
        Self { desk, keyring, home, user, package, phone, secret }
    }

    /// Types `countersign run -- COMMAND` in a terminal.
    pub(crate) fn runs(&self, command: &str) -> Terminal {
        run(&self.home, command)
    }

    /// Types `countersign COMMAND` in a terminal.
    pub(crate) fn runs_companion(&self, command: &str) -> Terminal {
        Terminal::start(Programs::built().countersign(&self.home, command))
    }

    /// Writes a new version and types `countersign run -- npm publish`.
    pub(crate) fn publishes(&self, version: &str) -> Terminal {
        self.home.package(&self.package, version);
        self.runs("npm publish")
    }

    /// Returns whether the registry has a version of the package.
    pub(crate) fn has_published(&self, version: &str) -> bool {
        Registry::shared().has(&self.package, version)
    }
}

/// Types `countersign run -- COMMAND` in a terminal of a home; arguments are separated by blanks.
pub(crate) fn run(home: &Home, command: &str) -> Terminal {
    Terminal::start(Programs::built().countersign(home, &format!("run -- {command}")))
}
