import type { InboxDetail } from "@waybill/domain/inbox/answers";
import { Icon } from "@waybill/ui/icon";
import { JsonView } from "@waybill/ui/json-view";
import { jsonHits, jsonTree } from "@waybill/ui/json-view-tree";
import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import { say } from "../parts/toast.tsx";
import { hexDump } from "./hex-dump.ts";
import { sizeWords } from "./inbox-look.ts";

type Form = "pretty" | "exact" | "hex" | "base64";
const words: Record<Form, string> = { pretty: "Pretty", exact: "Exact", hex: "Hex", base64: "Base64" };
/** A tree of more than this would make the page slow; the exact text stays readable. */
const TREE_CHARS = 400_000;
function bytesOf(delivery: InboxDetail): Uint8Array<ArrayBuffer> {
  if (delivery.bodyBase64 === null) return new TextEncoder().encode(delivery.bodyText);
  return Uint8Array.from(atob(delivery.bodyBase64), (char) => char.charCodeAt(0));
}

async function copyBody(delivery: InboxDetail): Promise<void> {
  try {
    await navigator.clipboard.writeText(delivery.bodyText);
    say({ tone: "delivered", text: "The body is on the clipboard, exactly as it came." });
  } catch {
    say({ tone: "failed", text: "The browser did not allow it. Select the text instead." });
  }
}

function downloadBody(delivery: InboxDetail, isJson: boolean): void {
  const url = URL.createObjectURL(new Blob([bytesOf(delivery)], { type: "application/octet-stream" }));
  const link = Object.assign(document.createElement("a"), {
    href: url,
    download: `webhook-${delivery.id}.${isJson ? "json" : "bin"}`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}

/** The payload: with its structure, and exactly as it came. */
export function BodyView(props: { delivery: InboxDetail }): JSX.Element {
  const tree = createMemo(() => {
    const { bodyBase64, bodyText } = props.delivery;
    return bodyBase64 === null && bodyText.length <= TREE_CHARS ? jsonTree(bodyText) : null;
  });
  const forms = (): Form[] => [
    ...(tree() ? (["pretty"] as const) : []),
    "exact",
    "hex",
    ...(props.delivery.bodyBase64 === null ? [] : (["base64"] as const)),
  ];
  const [chosen, setChosen] = createSignal<Form | null>(null);
  const [find, setFind] = createSignal("");
  const form = (): Form => chosen() ?? forms()[0] ?? "exact";
  const hits = () => {
    const root = tree();
    return root && find().trim() ? jsonHits(root, find()) : 0;
  };
  return (
    <section aria-label="Body" class="mt-6">
      <div class="mb-2 flex flex-wrap items-center gap-2">
        <h3 class="h-part mr-auto">
          Body <span class="wb-num font-normal text-ink-2">· {sizeWords(props.delivery.size)}</span>
        </h3>
        <div class="inbox-tabs">
          <For each={forms()}>
            {(value) => (
              <button type="button" aria-pressed={form() === value} onClick={() => setChosen(value)}>
                {words[value]}
              </button>
            )}
          </For>
        </div>
        <button type="button" class="btn btn-small" onClick={() => void copyBody(props.delivery)}>
          <Icon name="copy" /> Copy
        </button>
        <button type="button" class="btn btn-small" onClick={() => downloadBody(props.delivery, tree() !== null)}>
          <Icon name="down" /> Download
        </button>
      </div>
      <Show when={form() === "pretty"}>
        <Find text={find()} hits={hits()} onType={setFind} />
      </Show>
      <Show when={props.delivery.bodyBase64 !== null}>
        <p class="mb-2 text-sm text-ink-2">These bytes are no valid UTF-8 text; as text, the unreadable ones are �.</p>
      </Show>
      <section class="card inbox-body" tabindex="0" aria-label={`Body, ${words[form()].toLowerCase()}`}>
        <Show when={form() === "pretty" && tree()} fallback={<Plain delivery={props.delivery} form={form()} />}>
          {(root) => <JsonView node={root()} find={find()} />}
        </Show>
      </section>
    </section>
  );
}

/** The bytes as text, in hex or in base64. */
function Plain(props: { delivery: InboxDetail; form: Form }): JSX.Element {
  return (
    <pre class="wb-mono text-sm" classList={{ "!whitespace-pre": props.form === "hex" }}>
      {props.form === "hex"
        ? hexDump(bytesOf(props.delivery))
        : props.form === "base64"
          ? props.delivery.bodyBase64
          : props.delivery.bodyText}
    </pre>
  );
}

function Find(props: { text: string; hits: number; onType: (text: string) => void }): JSX.Element {
  return (
    <div class="mb-2 flex items-center gap-3">
      <input
        class="input !w-[220px]"
        type="search"
        aria-label="Find in the body"
        placeholder="Find in the body"
        value={props.text}
        onInput={(event) => props.onType(event.currentTarget.value)}
      />
      <span class="text-sm text-ink-2" role="status">
        {props.text.trim() ? `${props.hits} found` : ""}
      </span>
    </div>
  );
}
