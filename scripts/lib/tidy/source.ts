import { type Comment, type Node, parseSync, visitorKeys } from "oxc-parser";

/** One TypeScript file, parsed once: every rule reads the flat list and climbs by `node.parent`. */
export type Source = {
  file: string;
  text: string;
  nodes: Node[];
  comments: Comment[];
  lineOf: (offset: number) => number;
};

/** @throws when the file does not parse: a rule that silently reads half a file would pass for the wrong reason */
export function parseSource(file: string, text: string): Source {
  const { program, comments, errors } = parseSync(file, text);
  if (errors[0]) throw new Error(`${file} does not parse: ${errors[0].message}`);
  return { file, text, nodes: flatten(program), comments, lineOf: lineCounter(text) };
}

function flatten(program: Node): Node[] {
  const nodes: Node[] = [];
  const visit = (node: Node, parent?: Node) => {
    node.parent = parent;
    nodes.push(node);
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(program);
  return nodes;
}

/** The parser's own table says under which keys a node's children stand; each holds a node, a list with holes, or nothing. */
function childrenOf(node: Node): Node[] {
  const held = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>;
  return (visitorKeys[node.type] ?? []).flatMap((key) => held[key] ?? []).filter((child) => child !== null);
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
