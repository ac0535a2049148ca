import { createMemo, createSignal, createUniqueId, For, type JSX, Show } from "solid-js";
import { type JsonNode, jsonHits } from "./json-view-tree.ts";

/** Levels that stand open at first. */
const OPEN_LEVELS = 3;
/** Items of one list that are drawn before somebody asks for more. */
const AT_ONCE = 100;

/**
 * JSON with its structure: each object and list folds, names and kinds of value have their own colour, what is searched for is
 * marked and its surroundings stand open. Styled by `.wb-json` of the page.
 *
 * @example <JsonView node={tree} find="tracking_code" />
 */
export function JsonView(props: { node: JsonNode; find?: string }): JSX.Element {
  return (
    <div class="wb-json">
      <Value node={props.node} find={(props.find ?? "").trim()} level={0} last />
    </div>
  );
}

function Value(props: { node: JsonNode; find: string; level: number; name?: string; last: boolean }): JSX.Element {
  return (
    <Show
      when={props.node.kind === "object" || props.node.kind === "array"}
      fallback={
        <div class="line">
          <Name name={props.name} find={props.find} />
          <Leaf node={props.node as JsonNode & { text: string }} find={props.find} />
          {props.last ? "" : ","}
        </div>
      }
    >
      <Branch {...props} />
    </Show>
  );
}

function Branch(props: { node: JsonNode; find: string; level: number; name?: string; last: boolean }): JSX.Element {
  const id = createUniqueId();
  const parts = createMemo((): readonly { key?: string; node: JsonNode }[] =>
    props.node.kind === "object"
      ? props.node.entries
      : props.node.kind === "array"
        ? props.node.items.map((node) => ({ node }))
        : [],
  );
  const [chosen, setChosen] = createSignal<boolean | null>(null);
  const [drawn, setDrawn] = createSignal(AT_ONCE);
  const found = createMemo(() => props.find !== "" && jsonHits(props.node, props.find) > 0);
  const open = () => chosen() ?? (found() || props.level < OPEN_LEVELS);
  const [left, right] = props.node.kind === "array" ? ["[", "]"] : ["{", "}"];
  const what = () => (props.node.kind === "array" ? "items" : "fields");
  return (
    <Show
      when={parts().length > 0}
      fallback={
        <div class="line">
          <Name name={props.name} find={props.find} />
          {left}
          {right}
          {props.last ? "" : ","}
        </div>
      }
    >
      <div class="line">
        <button
          type="button"
          class="fold"
          aria-expanded={open()}
          aria-controls={id}
          aria-label={`${props.name ?? "Value"}: ${parts().length} ${what()}`}
          onClick={() => setChosen(!open())}
        >
          {open() ? "−" : "+"}
        </button>
        <Name name={props.name} find={props.find} />
        {left}
        <Show when={!open()}>
          <span class="count">
            {" "}
            {parts().length} {what()}{" "}
          </span>
          {right}
          {props.last ? "" : ","}
        </Show>
      </div>
      <Show when={open()}>
        <div class="inner" id={id}>
          <For each={parts().slice(0, found() ? parts().length : drawn())}>
            {(part, i) => (
              <Value
                node={part.node}
                name={part.key}
                find={props.find}
                level={props.level + 1}
                last={i() === parts().length - 1}
              />
            )}
          </For>
          <Show when={!found() && parts().length > drawn()}>
            <button type="button" class="more" onClick={() => setDrawn(drawn() + AT_ONCE)}>
              {parts().length - drawn()} more {what()}
            </button>
          </Show>
        </div>
        <div class="line">
          {right}
          {props.last ? "" : ","}
        </div>
      </Show>
    </Show>
  );
}

function Name(props: { name?: string; find: string }): JSX.Element {
  return (
    <Show when={props.name !== undefined}>
      <span class="name">
        <Marked text={props.name ?? ""} find={props.find} />
      </span>
      {": "}
    </Show>
  );
}

function Leaf(props: { node: JsonNode & { text: string }; find: string }): JSX.Element {
  const quote = () => (props.node.kind === "string" ? '"' : "");
  const shown = () => (props.node.kind === "string" ? JSON.stringify(props.node.text).slice(1, -1) : props.node.text);
  return (
    <span class={props.node.kind}>
      {quote()}
      <Marked text={shown()} find={props.find} />
      {quote()}
    </span>
  );
}

/** The text with each place of the searched words marked. */
function Marked(props: { text: string; find: string }): JSX.Element {
  const pieces = createMemo(() => {
    const needle = props.find.toLowerCase();
    if (!needle) return [props.text];
    const low = props.text.toLowerCase();
    const cut: string[] = [];
    let from = 0;
    for (let at = low.indexOf(needle); at >= 0; at = low.indexOf(needle, from)) {
      cut.push(props.text.slice(from, at), props.text.slice(at, at + needle.length));
      from = at + needle.length;
    }
    return [...cut, props.text.slice(from)];
  });
  return <For each={pieces()}>{(piece, i) => (i() % 2 === 1 ? <mark>{piece}</mark> : piece)}</For>;
}
