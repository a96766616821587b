/** A phone number as people write it, in E.164; undefined for what is none. */
export function phoneNumberOf(text: string): string | undefined {
  const number = text.replaceAll(/[\s().-]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : undefined;
}
