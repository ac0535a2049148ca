export const num = (value: unknown) => (value === null || value === undefined ? null : Number(value));
export const str = (value: unknown) => (value === null || value === undefined ? null : String(value));
