//! The programs that ask for one-time passwords, each in the generations people have, and how each is made to publish.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::json;

use super::home::Home;
use super::tools;

/// A program of one generation, and a way to have it publish.
#[derive(Clone, Copy)]
pub(crate) struct Client {
    /// Its name and version, for people.
    pub(crate) name: &'static str,
    /// What is put on the path: names, and files of the rig.
    programs: &'static [(&'static str, &'static str)],
    /// Makes the working folder what it publishes from.
    prepare: fn(&Stage<'_>),
    /// The command line that publishes.
    pub(crate) publish: &'static str,
}

/// Where a client is to publish.
pub(crate) struct Stage<'a> {
    pub(crate) home: &'a Home,
    /// The registry, with the closing slash.
    pub(crate) registry: &'a str,
    pub(crate) token: &'a str,
    pub(crate) package: &'a str,
    pub(crate) version: &'a str,
}

/// All of them, in the order of the table.
pub(crate) const CLIENTS: &[Client] = &[
    Client {
        name: "npm 6.14.18",
        programs: &[("npm", "npm-6/bin/npm-cli.js")],
        prepare: plain,
        publish: "npm publish",
    },
    Client {
        name: "npm 7.24.2",
        programs: &[("npm", "npm-7/bin/npm-cli.js")],
        prepare: plain,
        publish: "npm publish",
    },
    Client {
        name: "npm 8.19.4",
        programs: &[("npm", "npm-8/bin/npm-cli.js")],
        prepare: plain,
        publish: "npm publish",
    },
    Client {
        name: "npm 9.9.4",
        programs: &[("npm", "npm-9/bin/npm-cli.js")],
        prepare: plain,
        publish: "npm publish",
    },
    Client {
        name: "npm 10.9.9",
        programs: &[("npm", "npm-10/bin/npm-cli.js")],
        prepare: plain,
        publish: "npm publish",
    },
    Client { name: "npm 11.21.2", programs: &[NPM_11], prepare: plain, publish: "npm publish" },
    Client { name: "npm 12.2.0", programs: &[NPM_12], prepare: plain, publish: "npm publish" },
    Client {
        name: "pnpm 10.34.9",
        programs: &[NPM_11, ("pnpm", "pnpm-10/bin/pnpm.cjs")],
        prepare: plain,
        publish: "pnpm publish --no-git-checks",
    },
    Client {
        name: "pnpm 11.28.11",
        programs: &[("pnpm", "pnpm-11/bin/pnpm.mjs")],
        prepare: plain,
        publish: "pnpm publish --no-git-checks",
    },
    Client {
        name: "pnpm 12.21.0",
        programs: &[("pnpm", "@pnpm/exe.linux-CPU/pnpm")],
        prepare: plain,
        publish: "pnpm publish --no-git-checks",
    },
    Client {
        name: "Yarn 1.22.22",
        programs: &[("yarn", "yarn/bin/yarn.js")],
        prepare: plain,
        publish: "yarn publish --new-version VERSION --no-git-tag-version",
    },
    Client {
        name: "Yarn 4.18.1",
        programs: &[("yarn", "@yarnpkg/cli-dist/bin/yarn.js")],
        prepare: berry,
        publish: "yarn npm publish",
    },
    Client {
        name: "bun 1.4.5",
        programs: &[("bun", "@oven/bun-linux-CPU/bin/bun")],
        prepare: plain,
        publish: "bun publish --auth-type=legacy",
    },
    Client {
        name: "lerna 10.1.1",
        programs: &[NPM_11, ("lerna", "lerna/dist/cli.js")],
        prepare: lerna,
        publish: "lerna publish from-package --yes",
    },
    Client {
        name: "lerna-lite 5.7.0",
        programs: &[NPM_11, ("lerna", "@lerna-lite/cli/dist/cli.js")],
        prepare: lerna,
        publish: "lerna publish from-package --yes",
    },
    Client {
        name: "changesets 3.0.3",
        programs: &[NPM_11, ("changeset", "@changesets/cli/bin.js")],
        prepare: changesets,
        publish: "changeset publish",
    },
    Client {
        name: "np 12.1.1",
        programs: &[NPM_11, ("np", "np/source/cli.js")],
        prepare: np,
        publish: "np VERSION --any-branch --no-tests --no-cleanup --no-release-draft --no-2fa --yolo",
    },
    Client {
        name: "release-it 21.1.2",
        programs: &[NPM_11, ("release-it", "release-it/bin/release-it.js")],
        prepare: release_it,
        publish: "release-it --no-increment --no-git --ci",
    },
    Client {
        name: "nx 23.3.1",
        programs: &[NPM_11, ("nx", "nx/dist/bin/nx.js")],
        prepare: nx,
        publish: "nx release publish",
    },
];

const NPM_11: (&str, &str) = ("npm", "npm-11/bin/npm-cli.js");
const NPM_12: (&str, &str) = ("npm", "npm-12/bin/npm-cli.js");

impl Client {
    /// Finds one by the beginning of its name.
    pub(crate) fn named(name: &str) -> Self {
        *CLIENTS.iter().find(|client| client.name.starts_with(name)).expect("it is in the list")
    }

    /// Puts it, and Node, on the path of a home.
    pub(crate) fn install(&self, home: &Home) {
        home.provide("node", &tools::node());
        for (name, file) in self.programs {
            home.provide(name, &program(file));
        }
    }

    /// Makes the working folder what it publishes from, and returns the command line.
    pub(crate) fn prepare(&self, stage: &Stage<'_>) -> String {
        (self.prepare)(stage);
        self.publish.replace("VERSION", stage.version)
    }

    /// Whether it starts another client to publish, and has no prompt of its own that is seen.
    pub(crate) fn is_around_another(&self) -> bool {
        ["changesets", "np ", "release-it", "nx "].iter().any(|name| self.name.starts_with(name))
    }
}

/// Returns a file of the rig; some are made for one processor.
fn program(file: &str) -> PathBuf {
    let cpu = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    let cpu = if cfg!(target_arch = "aarch64") && file.starts_with("@oven") { "aarch64" } else { cpu };
    tools::package(&file.replace("CPU", cpu))
}

impl Stage<'_> {
    fn manifest(&self, name: &str) -> String {
        json!({
            "name": name, "version": self.version, "description": "A package of a test.", "license": "MIT",
            "repository": { "type": "git", "url": "git+https://git.example/demo.git" },
        })
        .to_string()
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        self.home.write(&format!("work/{name}"), text);
        self
    }

    /// Runs a program in the working folder.
    fn run(&self, line: &str) -> &Self {
        let mut words = line.split(' ');
        let mut command = self.home.command(words.next().unwrap());
        let output = command.args(words).stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{line}: {output:?}");
        self
    }

    fn commit(&self) {
        let identity = "-c user.name=Mona -c user.email=mona@mail.example -c init.defaultBranch=main";
        self.run(&format!("git {identity} init --quiet")).run("git add --all");
        self.run(&format!("git {identity} commit --quiet --message=start"));
    }
}

fn plain(stage: &Stage<'_>) {
    stage.write("package.json", stage.manifest(stage.package)).write("README.md", "A package of a test.\n");
}

fn berry(stage: &Stage<'_>) {
    plain(stage);
    let (registry, token) = (stage.registry.trim_end_matches('/'), stage.token);
    stage.write(
        ".yarnrc.yml",
        format!(
            "npmRegistryServer: {registry}\nnpmAuthToken: {token}\nunsafeHttpWhitelist: [127.0.0.1]\n\
             enableTelemetry: false\nnodeLinker: node-modules\nenableGlobalCache: false\n"
        ),
    );
    stage.write("yarn.lock", "");
    stage.run("yarn install");
}

fn lerna(stage: &Stage<'_>) {
    stage.write(
        "package.json",
        json!({ "name": "root", "private": true, "workspaces": ["packages/*"] }).to_string(),
    );
    stage.write("lerna.json", json!({ "version": "independent", "npmClient": "npm" }).to_string());
    stage.write("packages/kit/package.json", stage.manifest(stage.package));
    stage.write(
        "package-lock.json",
        json!({ "name": "root", "lockfileVersion": 3, "packages": {} }).to_string(),
    );
    stage.write(".gitignore", "node_modules\n");
    stage.commit();
}

fn changesets(stage: &Stage<'_>) {
    plain(stage);
    stage.write(".changeset/config.json", json!({ "access": "public", "baseBranch": "main" }).to_string());
    stage.write(
        "package-lock.json",
        json!({ "name": stage.package, "lockfileVersion": 3, "packages": {} }).to_string(),
    );
    stage.commit();
}

/// np makes the version it publishes, and pushes it somewhere.
fn np(stage: &Stage<'_>) {
    let before = Stage { version: "0.0.1", ..*stage };
    plain(&before);
    stage.run("git init --quiet --bare ../upstream.git");
    stage.home.write(".gitconfig", "[user]\nname = Mona\nemail = mona@mail.example\n");
    stage.commit();
    // Without it np shows every file as new, and asks about that.
    stage.run("git tag v0.0.1");
    stage.run("git remote add origin ../upstream.git").run("git push --quiet --set-upstream origin HEAD");
}

fn release_it(stage: &Stage<'_>) {
    plain(stage);
    stage.write(".release-it.json", json!({ "git": false, "github": { "release": false } }).to_string());
}

/// nx takes itself and its plugin for npm packages from the workspace.
fn nx(stage: &Stage<'_>) {
    stage.write(
        "package.json",
        json!({ "name": "root", "private": true, "workspaces": ["packages/*"] }).to_string(),
    );
    stage.write(
        "nx.json",
        json!({
            "release": { "projects": ["packages/*"] }, "useDaemonProcess": false, "tui": { "enabled": false },
            "analytics": false, "neverConnectToCloud": true,
        })
        .to_string(),
    );
    stage.write("packages/kit/package.json", stage.manifest(stage.package));
    stage.write(
        "package-lock.json",
        json!({ "name": "root", "lockfileVersion": 3, "packages": {} }).to_string(),
    );
    stage.write(".gitignore", "node_modules\n.nx\n");
    let modules = stage.home.work().join("node_modules");
    std::fs::create_dir_all(&modules).unwrap();
    for package in ["nx", "@nx"] {
        std::os::unix::fs::symlink(tools::package(package), modules.join(package)).unwrap();
    }
    stage.commit();
}

/// Whether a file of the rig is there.
pub(crate) fn is_here(file: &Path) -> bool {
    file.exists()
}
