import { z } from "zod";

/** What every list answers: a page of it, and the cursor of the page after; null at the end. */
export const pageOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().nullable() });
export type Page<T> = { items: T[]; next: string | null };

/** A list that is short by its nature, as its one and only page. */
export const wholePage = <T>(items: T[]): Page<T> => ({ items, next: null });
