import type { Node } from "oxc-parser";
import type { Finding } from "./allow.ts";
import { isGenerated } from "./kinds.ts";
import type { Project } from "./project.ts";
import type { Source } from "./source.ts";

const LONGEST = 70;

type FunctionNode = Node & { type: "FunctionDeclaration" | "FunctionExpression" | "ArrowFunctionExpression" };

/** What bun:test calls: a suite is a list, not a function to be read in one piece. */
const SUITE = /^(describe|test|it|beforeAll|afterAll|beforeEach|afterEach)$/;

/** Functions, methods and arrows longer than the limit, from first to last line; one inside another counts in both. */
export function longFunctions(project: Project, limit = LONGEST): Finding[] {
  return [...project.sources.values()]
    .filter(({ file }) => !isGenerated(file))
    .flatMap((source) => inSource(source, limit));
}

function inSource(source: Source, limit: number): Finding[] {
  const seen = new Map<string, number>();
  return source.nodes.flatMap((node): Finding[] => {
    if (!isFunction(node) || isSuite(node)) return [];
    const line = source.lineOf(node.start);
    const lines = source.lineOf(node.end) - line + 1;
    const path = pathOf(node);
    const before = seen.get(path) ?? 0;
    seen.set(path, before + 1);
    if (lines <= limit) return [];
    const name = before === 0 ? path : `${path} #${before + 1}`;
    const text = `${source.file}:${line} ${name} has ${lines} lines; ${limit} are the limit. Split it by what flows through it.`;
    return [{ key: `${source.file}: ${name}`, count: lines, text }];
  });
}

const isFunction = (node: Node): node is FunctionNode =>
  node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression";

function isSuite(node: FunctionNode): boolean {
  const { parent } = node;
  return (
    parent?.type === "CallExpression" &&
    parent.callee !== node &&
    SUITE.test(calledName(parent.callee).split(".")[0] ?? "")
  );
}

/** `outer > inner`: the names of the functions and classes around, then its own. */
function pathOf(node: FunctionNode): string {
  const names = [ownName(node)];
  for (let above: Node["parent"] = node.parent; above; above = above.parent) {
    if (isFunction(above) && !isSuite(above)) names.unshift(ownName(above));
    if (above.type === "ClassDeclaration" && above.id) names.unshift(above.id.name);
  }
  return names.join(" > ");
}

/** How a reader would call a function: its name, what it is assigned to, the call or the element it is handed to. */
function ownName(node: FunctionNode): string {
  return node.id?.name ?? nameFrom(node, node.parent) ?? "function";
}

function nameFrom(node: Node, parent: Node["parent"]): string | null {
  switch (parent?.type) {
    case "VariableDeclarator":
      return parent.id.type === "Identifier" ? parent.id.name : null;
    case "Property":
    case "PropertyDefinition":
    case "MethodDefinition":
      return parent.key.type === "Identifier" || parent.key.type === "PrivateIdentifier" ? parent.key.name : null;
    case "AssignmentExpression":
    case "AssignmentPattern":
      return calledName(parent.left).split(".").at(-1) ?? null;
    case "ExportDefaultDeclaration":
      return "default";
    case "CallExpression":
    case "NewExpression":
      // `const list = memo(() => …)` is the function `list`; without a name around it is the callback of what it is handed to.
      return parent.callee === node ? null : (nameFrom(parent, outsideJsx(parent)) ?? `${calledName(parent.callee)}()`);
    case "JSXAttribute":
      return parent.name.type === "JSXIdentifier" ? parent.name.name : null;
    case "JSXElement":
      return parent.openingElement.name.type === "JSXIdentifier" ? `<${parent.openingElement.name.name}>` : null;
    case "ParenthesizedExpression":
    case "AwaitExpression":
    case "JSXExpressionContainer":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return nameFrom(parent, parent.parent);
    default:
      return null;
  }
}

const outsideJsx = ({ parent }: Node) => (parent?.type === "JSXExpressionContainer" ? null : parent);

/** `app.openapi` of `app.openapi(…)`; `describe.skipIf` of `describe.skipIf(x)(…)`. */
function calledName(callee: Node): string {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type === "CallExpression") return calledName(callee.callee);
  if (callee.type === "MemberExpression" && callee.property.type === "Identifier")
    return [calledName(callee.object), callee.property.name].filter(Boolean).join(".");
  return "";
}
