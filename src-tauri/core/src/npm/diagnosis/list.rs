//! Everything that can be the matter, what is special before what is general.

use super::{Case, Diagnosis};
use crate::npm::credential::Credential;

/// The list.
pub const DIAGNOSES: &[Diagnosis] = &[
    Diagnosis {
        name: "clock-differs",
        fits: |case| case.wants_code() && case.clock_differs(),
        message: |case| {
            let skew = case.around.skew_s.unwrap_or_default();
            let way = if skew > 0 { "ahead of" } else { "behind" };
            format!(
                "This computer's clock is {} s {way} {}. Codes are made from the time, so they are wrong.",
                skew.abs(),
                case.there()
            )
        },
        hint: "Have the clock set by the network, then run your command again.",
        command: |_| set_clock().to_owned(),
    },
    Diagnosis {
        name: "malformed-code",
        fits: |case| {
            case.says(&["otp\\\" fails"])
                || case.says(&["\"otp\" fails"])
                || (case.answered(400) && case.says(&["otp"]))
        },
        message: |_| {
            "What was sent as a one-time password has not the form of one: digits, or 64 hexadecimal digits."
                .to_owned()
        },
        hint: "Leave --otp away (also NPM_CONFIG_OTP and an otp line in .npmrc), and let the code be typed when it is asked for.",
        command: Case::run,
    },
    Diagnosis {
        name: "mailed-code-wanted",
        fits: |case| {
            case.wants_code() && case.says_any(&["otp) by email", "check your email", "check your e-mail"])
        },
        message: |case| {
            format!(
                "{} sent a code by e-mail, because your account there has no second factor.",
                case.there()
            )
        },
        hint: "Run it in a terminal and type the code from the e-mail. Countersign never answers this question.",
        command: |case| case.run().replace("countersign run -- ", ""),
    },
    Diagnosis {
        name: "browser-wanted",
        fits: |case| case.wants_code() && case.says_any(&["authurl", "in your browser to authenticate"]),
        message: |case| {
            format!(
                "{} wants a second factor and offers its page in the browser; nobody was there to open it.",
                case.there()
            )
        },
        hint: "Run it in a terminal: then npm asks for a code of your authenticator there. If your account has a security key alone, run it without `countersign run --`, and press Enter to open the page.",
        command: Case::run,
    },
    Diagnosis {
        name: "code-wanted",
        fits: Case::wants_code,
        message: |_| {
            "A one-time password is missing, was typed wrongly, was too old, or had been used before; the client cannot tell which.".to_owned()
        },
        hint: "Let the code be made at the moment when it is asked for. It needs a terminal.",
        command: Case::run,
    },
    Diagnosis {
        name: "second-factor-required",
        fits: |case| {
            case.says_any(&[
                "two-factor authentication or granular access token with bypass",
                "please enable 2fa",
            ])
        },
        message: |case| {
            format!("{} wants a second factor for this, and your account there has none.", case.there())
        },
        hint: "Turn it on. On npmjs.com that is a security key, set up on the website; registries that take authenticators enrol in the terminal.",
        command: |_| "countersign npm enroll".to_owned(),
    },
    Diagnosis {
        name: "token-variable-unset",
        fits: |case| case.unset_variable().is_some(),
        message: |case| {
            let name = case.unset_variable().unwrap_or_default();
            format!("The token in .npmrc is the content of the variable {name}, and {name} is not set here.")
        },
        hint: "Set it to your token (a leading blank keeps it out of the shell's history), or log in.",
        command: |case| format!(" export {}=…", case.unset_variable().unwrap_or_default()),
    },
    Diagnosis {
        name: "classic-token",
        fits: |case| is_refused(case) && case.around.credential.as_ref().is_some_and(Credential::is_classic),
        message: |_| {
            "Your token is one of the old kind (classic). npmjs.com revoked all of them on 9 December 2025."
                .to_owned()
        },
        hint: "Log in: that gives a token of a few hours. Automation needs a granular token, or trusted publishing.",
        command: |case| case.npm("login"),
    },
    Diagnosis {
        name: "not-logged-in",
        fits: |case| {
            case.is(&["ENEEDAUTH"])
                || case.says_any(&[
                    "need auth",
                    "no token found and can't prompt",
                    "no authentication configured for request",
                    "missing authentication (run",
                ])
        },
        message: |case| format!("You are not logged in to {}. Nothing was sent.", case.there()),
        hint: "Log in. If you are logged in elsewhere, the registry is another one than you mean.",
        command: |case| case.npm("login"),
    },
    Diagnosis {
        name: "address-not-allowed",
        fits: |case| case.is(&["EAUTHIP"]) || case.says(&["not allowed from your ip address"]),
        message: |case| {
            format!("Your token works from certain addresses alone, and {} saw another one.", case.there())
        },
        hint: "Leave the VPN or enter it, or make a token without the restriction. The list shows the addresses.",
        command: |case| case.npm("token list"),
    },
    Diagnosis {
        name: "password-wrong",
        fits: |case| {
            case.says_any(&["incorrect or missing password", "need: basic", "bad username/password"])
        },
        message: |case| format!("{} takes neither the user name nor the password.", case.there()),
        hint: "Log in again; mind the keyboard's layout.",
        command: |case| case.npm("login"),
    },
    Diagnosis {
        name: "login-expired",
        fits: is_refused,
        message: |case| {
            format!(
                "{} does not take your token: it has expired, was revoked, or belongs to another registry.",
                case.there()
            )
        },
        hint: "Log in again. On npmjs.com a login lasts a few hours; a new one-time password would not help.",
        command: |case| case.npm("login"),
    },
    Diagnosis {
        name: "too-many-requests",
        fits: |case| case.answered(429) || case.says(&["could not authenticate"]),
        message: |case| {
            format!(
                "{} takes no more requests for now. Too many came, or too many wrong codes.",
                case.there()
            )
        },
        hint: "Wait five minutes without trying; then let one fresh code be typed.",
        command: Case::run,
    },
    Diagnosis {
        name: "version-taken",
        fits: |case| {
            case.is(&["EPUBLISHCONFLICT"])
                || case.answered(409)
                || case.says_any(&["publish over the previously published", "already present"])
        },
        message: |_| "This version is published already, and a version is published once only.".to_owned(),
        hint: "Choose the next one. A version that was unpublished cannot be used again either.",
        command: |_| "npm version patch".to_owned(),
    },
    Diagnosis {
        name: "not-permitted",
        fits: |case| case.answered(403) || case.says(&["do not have permission to publish"]),
        message: |case| {
            format!(
                "{} knows you and does not let you do this: the package belongs to others, or the token may only read.",
                case.there()
            )
        },
        hint: "See who owns the package; an owner can add you.",
        command: |case| case.npm("owner ls"),
    },
    Diagnosis {
        name: "not-found-to-you",
        fits: |case| {
            case.answered(404)
                || case.says_any(&[": not found\"", "is not in the npm registry", "is not in this registry"])
        },
        message: |case| {
            format!(
                "{} says that it is not there. It also says so of packages that you may not see or change.",
                case.there()
            )
        },
        hint: "See who you are there: an expired login, a package of others and a wrong registry all end so.",
        command: |case| case.npm("whoami"),
    },
    Diagnosis {
        name: "takes-no-packages",
        fits: |case| case.answered(405) || case.answered(501),
        message: |case| format!("{} takes no packages: it is a mirror that is only read from.", case.there()),
        hint: "Publish to the registry behind it. `publishConfig.registry` in package.json says it once for all.",
        command: |_| "npm pkg set publishConfig.registry=URL".to_owned(),
    },
    Diagnosis {
        name: "not-a-registry",
        fits: |case| {
            case.is(&["EJSONPARSE"])
                || case.says_any(&[
                    "invalid json response body",
                    "is not valid json",
                    "unexpected token <",
                    "unexpected token '<'",
                ])
        },
        message: |case| {
            format!(
                "{} answers with a web page and is no registry: a wrong address, or a network that wants you to log in first.",
                case.there()
            )
        },
        hint: "Open it in the browser. If it is the wrong address, correct it.",
        command: |_| "npm config get registry".to_owned(),
    },
    Diagnosis {
        name: "certificate-unknown",
        fits: |case| {
            case.is(&[
                "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
                "SELF_SIGNED_CERT_IN_CHAIN",
                "DEPTH_ZERO_SELF_SIGNED_CERT",
                "CERT_HAS_EXPIRED",
                "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
            ]) || case.says_any(&[
                "unable to verify the first certificate",
                "self signed certificate",
                "self-signed certificate",
                "certificate has expired",
            ])
        },
        message: |case| format!("The certificate of {} is not one that this computer trusts.", case.there()),
        hint: "In a company's network, name its certificate; never turn strict-ssl off. If it has expired, see to the clock, or tell whoever runs the registry.",
        command: |_| "npm config set cafile FILE".to_owned(),
    },
    Diagnosis {
        name: "name-not-found",
        fits: |case| {
            case.is(&["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA", "EAI_FAIL"])
                || case.says_any(&["getaddrinfo", "dnsresolvefailed", "eai_again", "eai_nodata"])
        },
        message: |case| {
            format!(
                "The name of {} is not found: this computer is offline, or the name is wrong, or the resolver is down.",
                case.there()
            )
        },
        hint: "If other websites open, the address of the registry is wrong.",
        command: |_| "npm config get registry".to_owned(),
    },
    Diagnosis {
        name: "nobody-answers",
        fits: |case| {
            case.is(&[
                "ECONNREFUSED",
                "ECONNRESET",
                "ETIMEDOUT",
                "ERR_SOCKET_TIMEOUT",
                "EHOSTUNREACH",
                "ENETUNREACH",
            ]) || case.says_any(&[
                "econnrefused",
                "connectionrefused",
                "error sending request for url",
                "etimedout",
                "socket hang up",
            ])
        },
        message: |case| {
            format!(
                "Nobody answers at {}: it is not running, or a proxy or firewall stands in between.",
                case.there()
            )
        },
        hint: "See whether it answers at all.",
        command: |case| case.npm("ping"),
    },
];

/// Whether a token, or nobody's, was refused.
fn is_refused(case: &Case) -> bool {
    case.is(&["E401"])
        || case.answered(401)
        || case.says_any(&[
            "need: bearer",
            "invalid authentication (as",
            ": unauthorized",
            "authentication token seems to be invalid",
        ])
}

/// How a system's clock is set by the network.
fn set_clock() -> &'static str {
    if cfg!(windows) {
        "w32tm /resync"
    } else if cfg!(target_os = "macos") {
        "sudo sntp -sS time.apple.com"
    } else {
        "sudo timedatectl set-ntp true"
    }
}
