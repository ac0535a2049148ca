import { createMemo, createUniqueId, For, Index, type JSX, Show } from "solid-js";
import { arcsOf, type Slice, slicesOf } from "./donut-arcs.ts";

const grouped = new Intl.NumberFormat();

/**
 * Shares as a ring with its figures beside it: the table is what is read aloud, and the ring is drawn from it. Slices differ in
 * tone and in pattern, and each stands in the table with its swatch, so nothing hangs on colour.
 *
 * @example <Donut caption="Orders of 30 days by shop" noun="orders" slices={[{ id, name: "Kraft", n: 12, href: "/?connection=…" }]} />
 */
export function Donut(props: {
  caption: string;
  noun: string;
  slices: readonly Slice[];
  link?: (props: { href: string; children: JSX.Element }) => JSX.Element;
}): JSX.Element {
  const id = createUniqueId();
  const arcs = createMemo(() => arcsOf(slicesOf(props.slices)));
  const total = () => arcs().reduce((sum, { n }) => sum + n, 0);
  const fill = (i: number) => `url(#${id}-${i})`;
  return (
    <div class="wb-donut">
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <Patterns id={id} />
        <For each={arcs()}>{(arc) => <path d={arc.path} fill={fill(arc.fill)} />}</For>
        <text x="50" y="51" text-anchor="middle" class="sum">
          {grouped.format(total())}
        </text>
        <text x="50" y="61" text-anchor="middle" class="noun">
          {props.noun}
        </text>
      </svg>
      <table>
        <caption class="wb-sr">{props.caption}</caption>
        <thead class="wb-sr">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">{props.noun}</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          <Index each={arcs()}>
            {(arc) => (
              <tr>
                <th scope="row">
                  <svg viewBox="0 0 14 14" class="swatch" aria-hidden="true">
                    <rect width="14" height="14" rx="3" fill={fill(arc().fill)} />
                  </svg>
                  <Show when={arc().href} fallback={arc().name}>
                    {(href) =>
                      props.link ? (
                        props.link({ href: href(), children: arc().name })
                      ) : (
                        <a href={href()}>{arc().name}</a>
                      )
                    }
                  </Show>
                </th>
                <td>{grouped.format(arc().n)}</td>
                <td>{arc().share} %</td>
              </tr>
            )}
          </Index>
        </tbody>
      </table>
    </div>
  );
}

/** Six grounds that differ without colour: full kraft, full ink, stripes, dots, half ink, hatched line. */
function Patterns(props: { id: string }): JSX.Element {
  const of = (i: number) => ({
    id: `${props.id}-${i}`,
    width: "4",
    height: "4",
    patternUnits: "userSpaceOnUse" as const,
  });
  return (
    <defs>
      <pattern {...of(0)}>
        <rect width="4" height="4" class="kraft" />
      </pattern>
      <pattern {...of(1)}>
        <rect width="4" height="4" class="ink" />
      </pattern>
      <pattern {...of(2)} patternTransform="rotate(45)">
        <rect width="4" height="4" class="soft" />
        <rect width="2" height="4" class="kraft" />
      </pattern>
      <pattern {...of(3)}>
        <rect width="4" height="4" class="pale" />
        <circle cx="2" cy="2" r="1.1" class="ink" />
      </pattern>
      <pattern {...of(4)}>
        <rect width="4" height="4" class="half" />
      </pattern>
      <pattern {...of(5)} patternTransform="rotate(-45)">
        <rect width="4" height="4" class="pale" />
        <rect width="1" height="4" class="half" />
      </pattern>
    </defs>
  );
}
