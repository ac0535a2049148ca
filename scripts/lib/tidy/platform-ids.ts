import type { Finding } from "./allow.ts";
import { wordsOf } from "./banned-names.ts";
import { isGenerated, isProduct } from "./kinds.ts";
import type { Project } from "./project.ts";
import type { Source } from "./source.ts";

/** Where platforms live: their own folders and the invented world that speaks their protocols. */
const AT_HOME = /^(packages\/adapters|apps\/simulator)\//;
const KINDS = /^packages\/adapters\/src\/(carriers|channels|senders|payments)\/([^/.]+)\//;

/** The platforms that have an adapter: a folder each. */
function platformIds(project: Project): string[] {
  return [...new Set([...project.files].flatMap((file) => KINDS.exec(file)?.[2] ?? []))].sort();
}

/** Code outside the adapters that names a platform, or one of `further`, in an identifier or a string, counted by file. A platform's own folder says all of it. */
export function strayPlatforms(project: Project, further: readonly string[] = []): Finding[] {
  const ids = [...new Set([...platformIds(project), ...further])].map((id) => ({ id, words: wordsOf(id).join(" ") }));
  return [...project.sources.values()]
    .filter(({ file }) => isProduct(file) && !AT_HOME.test(file) && !isGenerated(file))
    .flatMap((source) => {
      const found = textsOf(source).flatMap(({ text, at }) => {
        const said = ` ${wordsOf(text).join(" ")} `;
        return ids.filter(({ words }) => said.includes(` ${words} `)).map(({ id }) => `${source.lineOf(at)} ${id}`);
      });
      if (found.length === 0) return [];
      const text = `${source.file} names platforms (line and name: ${found.join(", ")}). Put it into the platform's definition and read it from there.`;
      return [{ key: source.file, count: found.length, text }];
    });
}

/** Everything but comments that can hold a name. */
function textsOf(source: Source): { text: string; at: number }[] {
  return source.nodes.flatMap((node) => {
    switch (node.type) {
      case "Identifier":
      case "JSXIdentifier":
      case "PrivateIdentifier":
        return [{ text: node.name, at: node.start }];
      case "Literal":
        return typeof node.value === "string" ? [{ text: node.value, at: node.start }] : [];
      case "JSXText":
        return [{ text: node.value, at: node.start }];
      case "TemplateElement":
        return [{ text: node.value.raw, at: node.start }];
      default:
        return [];
    }
  });
}
