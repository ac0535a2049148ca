export const failure = (statusCode: number, name: string, message: string) => ({ statusCode, name, message });
