import { basename } from "node:path";
import type { Node } from "oxc-parser";
import type { Finding } from "./allow.ts";
import type { BannedWord } from "./banned-words.ts";
import { declaredNames } from "./links.ts";
import type { Project } from "./project.ts";
import type { Source } from "./source.ts";

type Named = { name: string; parameter: boolean; at: number };

/** Names that somebody gave with a banned word in them, counted by word. What strings, comments and other people's code say is free. */
export function bannedNames(project: Project, words: readonly BannedWord[]): Finding[] {
  const places = new Map<BannedWord, string[]>();
  const note = (word: BannedWord, place: string) => places.set(word, [...(places.get(word) ?? []), place]);
  const sources = [...project.sources.values()].map((source) => ({ source, names: namesIn(source) }));
  for (const word of words) {
    for (const { source, names } of sources) {
      if (word.under && !source.file.startsWith(word.under)) continue;
      if (matchesFile(word, source.file)) note(word, source.file);
      for (const one of names)
        if (matches(word, one)) note(word, `${source.file}:${source.lineOf(one.at)} ${one.name}`);
    }
  }
  return [...places].map(([{ word, how, use }, found]) => ({
    key: how === "file" ? `${word}.ts` : how === "parameter" ? `parameter ${word}` : word,
    count: found.length,
    text: `“${word}” is called: ${use}. It stands at ${found.length} places: ${listed(found)}.`,
  }));
}

function listed(places: readonly string[]): string {
  const rest = places.length - 8;
  return places.slice(0, 8).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** `carrierReport_at` and `CARRIER-report` are carrier, report(, at). */
export const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);

const stem = (file: string): string => basename(file).replace(/(\.test|\.gen)?\.tsx?$/, "");

function matchesFile({ word, how }: BannedWord, file: string): boolean {
  if (how === "file") return stem(file) === word;
  return how === "word" && wordsOf(stem(file)).includes(word);
}

function matches({ word, how }: BannedWord, { name, parameter }: Named): boolean {
  if (how === "parameter") return parameter && name === word;
  if (how === "name") return name === word;
  return how === "word" && wordsOf(name).includes(word);
}

/** Every name a file gives: to variables, parameters, functions, types, their members, and to what it imports under another name. */
function namesIn(source: Source): Named[] {
  return source.nodes.flatMap((node) => namesAt(node).map((one) => ({ ...one, at: node.start })));
}

function namesAt(node: Node): { name: string; parameter: boolean }[] {
  const plain = (names: string[]) => names.map((name) => ({ name, parameter: false }));
  switch (node.type) {
    case "VariableDeclarator":
      return plain(declaredNames(node.id));
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
    case "TSFunctionType":
    case "TSDeclareFunction":
      return [...plain(declaredNames(node)), ...parametersOf(node.params)];
    case "TSMethodSignature":
      return [...plain(keyName(node.key)), ...parametersOf(node.params)];
    case "CatchClause":
      return plain(node.param ? declaredNames(node.param) : []);
    case "ClassDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSInterfaceDeclaration":
    case "TSEnumDeclaration":
      return plain(declaredNames(node));
    case "ImportSpecifier":
      return node.imported.type === "Identifier" && node.imported.name === node.local.name
        ? []
        : plain([node.local.name]);
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
      return plain([node.local.name]);
    case "Property":
      return node.parent?.type === "ObjectExpression" && !node.shorthand ? plain(keyName(node.key)) : [];
    case "TSPropertySignature":
    case "PropertyDefinition":
    case "MethodDefinition":
      return plain(keyName(node.key));
    default:
      return [];
  }
}

const parametersOf = (params: readonly Node[]) =>
  params.flatMap((one) => {
    const pattern = one.type === "TSParameterProperty" ? one.parameter : one;
    return declaredNames(pattern).map((name) => ({ name, parameter: pattern.type !== "ObjectPattern" }));
  });

const keyName = (key: Node): string[] => {
  if (key.type === "Identifier" || key.type === "PrivateIdentifier") return [key.name];
  return key.type === "Literal" && typeof key.value === "string" ? [key.value] : [];
};
