/**
 * Gives the page the marks of issuers: a module `virtual:brands` with those of simple-icons (CC0-1.0) that people have
 * authenticators for, so that the others are not shipped.
 */

import type { SimpleIcon } from 'simple-icons';
import * as icons from 'simple-icons';
import type { Plugin } from 'vite';

/** What people have accounts at that ask for codes, by the names that simple-icons has for them. */
const wanted = `
1password adafruit adguard airbnb airtable akamai algolia alibabacloud aliexpress allegro anaconda anthropic
apache apple arduino arxiv asana atlassian auth0 autodesk backblaze badoo bandcamp battledotnet behance binance
bitbucket bitcoin bitdefender bitly bitwarden blogger bluesky bookingdotcom box brave bugcrowd buildkite bunq
buymeacoffee cashapp checkmarx circleci cisco clickhouse clickup cloudbees cloudflare cloudinary cloudsmith
codeberg codecademy codecov codefactor coinbase confluence contabo convertio coursera cpanel crowdin crunchbase
dailymotion databricks datadog dbeaver debian deepl deezer dell deno devdotto deviantart digitalocean discogs
discord discourse disqus docker doordash drone dropbox drupal duckduckgo duolingo dynatrace ea ebay elastic
element envato epicgames ethereum etsy evernote expensify expo expressvpn facebook fastly fedora figma firebase
firefox fitbit fiverr flathub flickr floatplane flydotio framer freecodecamp freelancer freshrss gandi garmin
gatsby ghost gitbook gitea github gitkraken gitlab gitpod gitter gmail godaddy gogdotcom goodreads google
googlechrome googlecloud googledrive grafana gravatar greasyfork gumroad hackaday hackerone hackerrank
hackthebox harbor hashicorp hashnode hetzner hibob homeassistant homebrew hostinger hotjar hubspot huggingface
humblebundle icloud ifttt imgur indeed infomaniak instacart instagram intercom internetarchive ionos itchdotio
jetbrains jira jsr kaggle kakaotalk keepassxc keeper keybase keycdn keycloak kickstarter klarna lastdotfm
lastpass launchpad leetcode lemmy letterboxd lichess line linear lobsters mailchimp mailgun mastodon matomo
matrix mattermost medium mega mercadopago meta metabase minds miro mixpanel mongodb monzo moodle mozilla mullvad
myanimelist namebase namecheap namesilo neon netlify newrelic nextcloud nextdns nicehash nodedotjs nordvpn
notion npm nuget nvidia obsidian okta onlyfans openbugbounty opencollective openid openvpn osmc ovh packagist
packt paddle pagerduty pandora patreon paypal peertube pinboard pinterest pivotaltracker pixiv planetscale
platformdotsh playstation plesk plex porkbun posthog postman privateinternetaccess proton protonmail protonvpn
proxmox pterodactyl pulumi pypi qnap quora rabbitmq railway rakuten readthedocs redbubble reddit redhat render
replit revolut ring riotgames robinhood roblox rockstargames rollbar rubygems runkit rust samsung scaleway
sentry sessionize shopify simplelogin slideshare snapchat snyk sonatype soundcloud sourceforge spotify square
squarespace stackoverflow steam strava stripe substack supabase surfshark symantec synology tailscale target
teamviewer telegram termius terraform thingiverse threads threema tidal tiktok todoist toggl torproject trello
tripadvisor truenas tumblr turso twitch uber ubiquiti ubisoft ubuntu udemy unity unrealengine upwork vercel
vimeo virustotal vivaldi vk vmware vultr wakatime wasabi webflow weblate wechat whatsapp wikipedia wire wise wix
wolfram wordpress x xero xing yandexcloud yarn ycombinator youtube yubico zapier zendesk zerodha zerotier zoho
zoom zulip
`;

/** Names that issuers go by besides, and whose mark they have. */
const aliases: Record<string, string> = {
  battlenet: 'battledotnet',
  gog: 'gogdotcom',
  npmjs: 'npm',
  ovhcloud: 'ovh',
  psn: 'playstation',
};

/** A hue of 0 to 359 degrees in OKLCH, or -1 for greys. */
function hueOf(hex: string): number {
  const linear = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const [r = 0, g = 0, b = 0] = linear;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const across = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const along = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  if (Math.hypot(across, along) < 0.04) return -1;
  return (Math.round((Math.atan2(along, across) * 180) / Math.PI) + 360) % 360;
}

/** Names as they are compared: small letters and digits alone. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function marks(): Record<string, [number, string]> {
  const bySlug = new Map(Object.values(icons as Record<string, SimpleIcon>).map((icon) => [icon.slug, icon]));
  const slugs = wanted.trim().split(/\s+/);
  const names = [...slugs.map((slug) => [bySlug.get(slug)?.title ?? slug, slug]), ...Object.entries(aliases)];
  return Object.fromEntries(
    names.map(([name = '', slug = '']) => {
      const icon = bySlug.get(slug);
      if (!icon) throw new Error(`simple-icons has no ${slug}: take it off the list in brands.ts`);
      return [plain(name), [hueOf(icon.hex), icon.path]];
    }),
  );
}

export function brands(): Plugin {
  return {
    name: 'brands',
    resolveId: (id) => (id === 'virtual:brands' ? '\0virtual:brands' : undefined),
    load: (id) =>
      id === '\0virtual:brands'
        ? `export default JSON.parse(${JSON.stringify(JSON.stringify(marks()))});`
        : undefined,
  };
}
