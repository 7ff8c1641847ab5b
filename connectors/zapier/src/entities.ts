/** The entities that every server has; a unit may have further ones. Each has a drop-down of its own, because a drop-down in Zapier cannot be told which entity it is for. */
export const builtInEntities: ReadonlySet<string> = new Set([
  ...['users', 'agencies', 'companies', 'persons', 'documents', 'jobs', 'tasks'],
]);
