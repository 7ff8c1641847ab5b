const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bSamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+).*Safari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** "Firefox 145 on Linux": enough for people to know their own browsers apart in a list. Others stay as they name themselves, cut short. */
export function describeBrowser(userAgent: string): string {
  const found = browsers.find(([pattern]) => pattern.test(userAgent));
  if (found === undefined) return userAgent === '' ? 'unknown' : userAgent.slice(0, 60);
  const [pattern, name] = found;
  const system = systems.find(([each]) => each.test(userAgent))?.[1];
  const version = pattern.exec(userAgent)?.[1] ?? '';
  return `${name} ${version}${system === undefined ? '' : ` on ${system}`}`;
}
