/** The beginning of a path within an object: an object that is a request's whole body has the path ''. */
export function inside(path: string): string {
  return path === '' ? '' : `${path}.`;
}
