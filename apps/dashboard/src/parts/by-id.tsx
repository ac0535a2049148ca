import { createMemo, For, type JSX, Show } from "solid-js";

/**
 * A list whose rows are kept by id: a change redraws a cell and not its row, so that the focus in it is not lost.
 *
 * @example <ById rows={list.items()} fallback={<Empty … />}>{(row) => <li>{row().name}</li>}</ById>
 */
export function ById<T extends { id: string | number }>(props: {
  rows: readonly T[];
  fallback?: JSX.Element;
  children: (row: () => T) => JSX.Element;
}): JSX.Element {
  const byId = createMemo(() => new Map(props.rows.map((row) => [row.id, row])));
  return (
    <For each={props.rows.map((row) => row.id)} fallback={props.fallback}>
      {(id) => <Show when={byId().get(id)}>{(row) => props.children(row)}</Show>}
    </For>
  );
}
