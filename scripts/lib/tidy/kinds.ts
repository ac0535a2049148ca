import { basename, dirname } from "node:path";

// What a file is for, by its path alone.
const TEST = /\.test\.tsx?$/;
const PRODUCT = /^(packages|apps)\//;
const KIT_FOLDER = /(^|\/)(test|testing|contract)(\/|$)/;
/** `testing.ts`, one that ends in `-testing` or `.fake`, `fake-orders.ts`, `contract.ts`; not `test-webhook.ts`, which sends one. */
const KIT_NAME = /(^|[.-])(testing|fake)[.-]|^contract\./;

export const isTest = (file: string): boolean => TEST.test(file);

/** Helpers that exist for tests: worlds, fakes, contract suites. */
export const isKit = (file: string): boolean =>
  PRODUCT.test(file) && !isTest(file) && (KIT_FOLDER.test(dirname(file)) || KIT_NAME.test(basename(file)));

export const isProduction = (file: string): boolean => !isTest(file) && !isKit(file);

/** What is shipped, as against scripts, bench and the documents' examples. */
export const isProduct = (file: string): boolean => PRODUCT.test(file) && isProduction(file);

/** Where a test's import is a use: the kits, and the scripts, whose tests are their programs (docs, tidy). */
export const servesTests = (file: string): boolean => isKit(file) || file.startsWith("scripts/");

export const isGenerated = (file: string): boolean => file.endsWith(".gen.ts");
