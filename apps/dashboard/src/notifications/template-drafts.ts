import type { TemplatePart } from "@waybill/domain/email/own-words";

/** Words that were typed and not saved, by message and language, for as long as the tab lives: looking elsewhere loses nothing. */
const drafts = new Map<string, Record<TemplatePart, string>>();

export const takeDraft = (key: string) => drafts.get(key) ?? null;
export const keepDraft = (key: string, draft: Record<TemplatePart, string>): void => void drafts.set(key, draft);
export const dropDraft = (key: string): void => void drafts.delete(key);
