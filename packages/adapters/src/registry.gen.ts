// Written by gen.ts from the folders. Do not edit.


export const carriers = {} as const;

export const channels = {} as const;

export const senders = {} as const;
