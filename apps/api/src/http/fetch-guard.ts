import { appError } from "@waybill/domain/errors";

type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>;

/** Longest a call may take when its caller set no signal of its own, ms. */
const TIMEOUT_MS = 20_000;
const MAX_REDIRECTS = 3;
const INTERNAL_NAME = /(^|\.)(localhost|local|internal|localdomain|home\.arpa|intranet|lan)$/i;

/**
 * A `fetch` that does not reach private, loopback, link-local or metadata addresses, so that a URL typed by a user can't
 * be turned against the installation's own network. Names are judged as written (in every spelling of an IP address the
 * URL parser knows) and, where `resolve` is given, by the addresses they resolve to. Redirects of GET are followed here,
 * each hop judged again; other methods answer the redirect itself.
 *
 * @example guardFetch({ fetch, allowPrivate: false })("http://169.254.169.254/") // rejects: "address_not_allowed"
 */
export function guardFetch(options: {
  fetch: Fetch;
  allowPrivate: boolean;
  /** The one origin on this machine that may be called all the same: the practice shop's. */
  except?: string | null;
  resolve?: (host: string) => Promise<readonly string[]>;
}): Fetch {
  const { fetch, allowPrivate, except, resolve } = options;
  const check = async (url: URL) => {
    if (url.protocol !== "https:" && url.protocol !== "http:")
      throw refused("Only http and https addresses are called.");
    if (allowPrivate || url.origin === except) return;
    const host = hostOf(url);
    if (isPrivateHost(host)) throw refused();
    if (!resolve || isAddress(host)) return;
    const addresses = await resolve(host);
    if (addresses.some(isPrivateHost)) throw refused();
  };
  const call = async (url: URL, init: RequestInit, hops: number): Promise<Response> => {
    await check(url);
    const response = await fetch(url, { ...init, redirect: "manual" });
    const target = response.headers.get("location");
    const isRedirect = response.status >= 300 && response.status < 400 && target !== null;
    const follow = isRedirect && (init.redirect ?? "follow") === "follow" && (init.method ?? "GET") === "GET";
    if (!follow) return response;
    if (hops >= MAX_REDIRECTS) throw refused("The address redirects too often.");
    await response.body?.cancel();
    const next = new URL(target, url);
    // Headers of our own naming (tokens) are meant for the host they were given for.
    return call(next, next.origin === url.origin ? init : { ...init, headers: {} }, hops + 1);
  };
  return (input, init = {}) =>
    call(new URL(input), { ...init, signal: init.signal ?? AbortSignal.timeout(TIMEOUT_MS) }, 0);
}

function refused(
  message = "Addresses in private networks are not called (ALLOW_PRIVATE_NETWORKS=1 permits it).",
): Error {
  return appError({ code: "address_not_allowed", status: 422, message, public: true });
}

/** The URL parser has already turned decimal, octal, hex and short IPv4 spellings into dotted form. */
function hostOf(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
}

const isAddress = (host: string) => host.includes(":") || /^\d+\.\d+\.\d+\.\d+$/.test(host);

/** True for names and addresses that do not belong to the public internet. */
export function isPrivateHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, "").toLowerCase();
  if (name.includes(":")) return isPrivateV6(name);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return isPrivateV4(name.split(".").map(Number));
  return name === "" || !name.includes(".") || INTERNAL_NAME.test(name);
}

/** RFC 6890's special-purpose blocks, with the cloud metadata address inside 169.254/16. */
function isPrivateV4([a = 0, b = 0, c = 0]: number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true;
  if (a === 100 && b >= 64 && b <= 127) return true;
  if (a === 169 && b === 254) return true;
  if (a === 172 && b >= 16 && b <= 31) return true;
  if (a === 192 && (b === 168 || (b === 0 && (c === 0 || c === 2)))) return true;
  if (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) return true;
  return a === 203 && b === 0 && c === 113;
}

function isPrivateV6(text: string): boolean {
  const groups = expandV6(text);
  if (!groups) return true;
  const [a = 0, b = 0] = groups;
  const embedded = embeddedV4(groups);
  if (embedded) return isPrivateV4(embedded);
  // Public unicast is 2000::/3 and nothing else; of it, documentation and Teredo are not.
  if ((a & 0xe000) !== 0x2000) return true;
  return a === 0x2001 && (b === 0xdb8 || b === 0);
}

/** IPv4-mapped ::ffff:0:0/96, IPv4-compatible ::/96, NAT64 64:ff9b::/96 and 6to4 2002::/16 carry an IPv4 address. */
function embeddedV4(groups: number[]): number[] | null {
  const bytes = (high = 0, low = 0) => [high >> 8, high & 255, low >> 8, low & 255];
  const zeros = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  if (zeros(0, 5) && (groups[5] === 0xffff || groups[5] === 0)) return bytes(groups[6], groups[7]);
  if (groups[0] === 0x64 && groups[1] === 0xff9b && zeros(2, 6)) return bytes(groups[6], groups[7]);
  return groups[0] === 0x2002 ? bytes(groups[1], groups[2]) : null;
}

function expandV6(text: string): number[] | null {
  const plain = text
    .replace(/%.*$/, "")
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
      [(Number(a) * 256 + Number(b)).toString(16), (Number(c) * 256 + Number(d)).toString(16)].join(":"),
    );
  const [left = "", right] = plain.split("::");
  const parse = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const head = parse(left);
  const tail = right === undefined ? [] : parse(right);
  const missing = 8 - head.length - tail.length;
  if (missing < 0 || (right === undefined && missing !== 0)) return null;
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail];
  return groups.every((group) => group >= 0 && group <= 0xffff) ? groups : null;
}
