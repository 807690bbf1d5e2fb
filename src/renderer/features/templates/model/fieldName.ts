/** What a field is called on the screen: as its maker says, or its name in the template as words. */
export function fieldName(field: { readonly id: string; readonly label?: string | undefined }): string {
  return field.label?.trim() || asWords(field.id);
}

/** `completionDate` as `Completion date`. */
export function asWords(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/gu, (_, before: string, after: string) => {
    return `${before} ${after.toLowerCase()}`;
  });
  return words.charAt(0).toUpperCase() + words.slice(1);
}
