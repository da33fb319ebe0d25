//! The two words that the approval window and the requesting program both show.

/// Short words that are told apart at a glance and in the ear; our own list.
const WORDS: [&str; 256] = [
    "acorn", "alder", "amber", "anchor", "anvil", "apple", "apron", "arrow", "aspen", "atlas", "attic",
    "badge", "bagel", "bamboo", "banjo", "barley", "basil", "basket", "beach", "beaver", "berry", "birch",
    "bison", "blanket", "blossom", "bonnet", "bottle", "boulder", "branch", "bread", "brick", "bridge",
    "bronze", "broom", "bucket", "buffalo", "butter", "cabin", "cactus", "camel", "candle", "canoe",
    "canvas", "carbon", "carpet", "castle", "cedar", "cello", "chalk", "cherry", "chimney", "cider", "clay",
    "cliff", "clover", "coal", "cobalt", "cocoa", "comet", "copper", "coral", "cork", "cotton", "cradle",
    "crane", "crater", "cricket", "crown", "crystal", "cube", "curtain", "daisy", "delta", "denim", "desert",
    "diamond", "dolphin", "domino", "donkey", "dragon", "drum", "dune", "eagle", "easel", "ebony", "elbow",
    "ember", "engine", "falcon", "fathom", "feather", "fern", "ferry", "fiddle", "flint", "flute", "forest",
    "fossil", "frost", "galaxy", "garlic", "garnet", "ginger", "glacier", "globe", "goose", "granite",
    "grape", "gravel", "guitar", "gull", "hammer", "harbor", "harp", "hazel", "heron", "honey", "hood",
    "ibis", "igloo", "indigo", "iris", "iron", "island", "ivory", "ivy", "jacket", "jaguar", "jasmine",
    "jigsaw", "juniper", "kayak", "kettle", "kiwi", "knot", "koala", "ladder", "lagoon", "lantern", "lark",
    "lava", "lemon", "lentil", "lichen", "lilac", "lily", "linen", "lizard", "llama", "lobster", "locust",
    "lotus", "lynx", "magnet", "mango", "maple", "marble", "meadow", "melon", "meteor", "mint", "mirror",
    "mitten", "moat", "monsoon", "moss", "moth", "mural", "mustard", "nectar", "needle", "nettle", "nickel",
    "nutmeg", "oasis", "ocean", "olive", "onyx", "opal", "orbit", "orchid", "otter", "oxide", "oyster",
    "paddle", "panda", "paper", "parrot", "peach", "pearl", "pebble", "pepper", "piano", "pigeon", "pillow",
    "pine", "planet", "plum", "pollen", "pony", "poppy", "prairie", "prism", "pumpkin", "quartz", "quill",
    "rabbit", "radish", "raven", "reed", "ribbon", "river", "robin", "rocket", "ruby", "saddle", "saffron",
    "salmon", "satin", "scarf", "shadow", "shell", "silk", "silver", "sparrow", "spruce", "squid", "stone",
    "sugar", "summit", "sunset", "swan", "tango", "teapot", "thistle", "thunder", "tiger", "timber", "topaz",
    "tulip", "tundra", "turtle", "umbrella", "valley", "vanilla", "velvet", "violet", "walnut", "walrus",
    "willow", "window", "winter", "wolf", "yarrow", "zebra", "zephyr",
];

/// Picks two words with two random bytes, neither of them among `before`: the words shown last do not come again at once.
#[must_use]
pub fn pick(random: [u8; 2], before: Option<&[String; 2]>) -> [String; 2] {
    let old = |word: &str| before.is_some_and(|pair| pair.iter().any(|shown| shown == word));
    let first = free(random[0], old);
    let second = free(random[1], |word| word == first || old(word));
    [first.to_owned(), second.to_owned()]
}

/// Returns the first word from `start` on that is not taken. At most three ever are.
fn free(start: u8, taken: impl Fn(&str) -> bool) -> &'static str {
    let start = usize::from(start);
    WORDS
        .iter()
        .cycle()
        .skip(start)
        .take(WORDS.len())
        .copied()
        .find(|word| !taken(word))
        .unwrap_or(WORDS[start])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_words_are_distinct_short_and_plain() {
        assert_eq!(WORDS.iter().collect::<BTreeSet<_>>().len(), WORDS.len());
        assert!(WORDS.iter().all(|word| (3..=8).contains(&word.len())));
        assert!(WORDS.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())));
    }

    #[test]
    fn two_requests_in_a_row_never_share_a_word() {
        let mut before: Option<[String; 2]> = None;
        for byte in 0..=255 {
            let pair = pick([7, byte], before.as_ref());
            assert_ne!(pair[0], pair[1]);
            if let Some(before) = &before {
                assert!(pair.iter().all(|word| !before.contains(word)));
            }
            before = Some(pair);
        }
    }
}
