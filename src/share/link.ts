/** A program in an address: `#1.<base64url(zlib(JSON))>`, or for links written by hand `#code=<url-encoded>`. */
import * as v from "valibot";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { deflate, inflate, TooLarge } from "./deflate.ts";

const version = 1;
/** An honest program is far smaller; a small link that unpacks to more is not opened. */
const unpackedLimit = 256 * 1024;
const textLimit = 512 * 1024;

const stateSchema = v.strictObject({
  code: v.string(),
  cursor: v.exactOptional(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1e9))),
  lang: v.exactOptional(v.picklist(["en", "zh"])),
});

/** What a link carries; what is absent is as usual. */
export interface LinkState {
  readonly code: string;
  /** The moment of the run to open at; absent for its end. */
  readonly cursor?: number;
  readonly lang?: "en" | "zh";
}

/** What an address holds: nothing of ours, a program, or something that cannot be opened and why. */
export type OpenedLink =
  | { readonly kind: "none" }
  | { readonly kind: "program"; readonly state: LinkState }
  | { readonly kind: "broken"; readonly reason: "damaged" | "newer" | "large" };

const broken = (reason: "damaged" | "newer" | "large"): OpenedLink => ({ kind: "broken", reason });

/** The hash of a link, with its `#`. */
export async function linkHashOf(state: LinkState): Promise<string> {
  const { code, cursor, lang } = state;
  const kept = {
    code,
    // Two decimals place the cursor well inside a step.
    ...(cursor === undefined ? {} : { cursor: Math.round(cursor * 100) / 100 }),
    ...(lang === undefined ? {} : { lang }),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(kept));
  return `#${version}.${toBase64url(await deflate(bytes))}`;
}

/** Reads a hash that came from anywhere; never throws. */
export async function openLink(hash: string): Promise<OpenedLink> {
  const text = hash.startsWith("#") ? hash.slice(1) : hash;
  if (text.startsWith("code=")) return openPlain(text.slice(5));
  const packed = /^(\d{1,6})\.(.*)$/s.exec(text);
  if (!packed) return { kind: "none" };
  const [, number = "", body = ""] = packed;
  if (Number(number) !== version || number !== String(version))
    return broken(Number(number) > version ? "newer" : "damaged");
  if (body.length > textLimit) return broken("large");
  const bytes = fromBase64url(body);
  if (!bytes || bytes.length === 0) return broken("damaged");
  try {
    const json = new TextDecoder("utf-8", { fatal: true }).decode(await inflate(bytes, unpackedLimit));
    const state = v.safeParse(stateSchema, JSON.parse(json));
    return state.success ? { kind: "program", state: state.output } : broken("damaged");
  } catch (error) {
    return broken(error instanceof TooLarge ? "large" : "damaged");
  }
}

function openPlain(text: string): OpenedLink {
  if (text.length > textLimit) return broken("large");
  try {
    const code = decodeURIComponent(text.replaceAll("+", " "));
    if (code.length > unpackedLimit) return broken("large");
    return code === "" ? broken("damaged") : { kind: "program", state: { code } };
  } catch {
    return broken("damaged");
  }
}
