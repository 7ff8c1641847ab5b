/** On every answer. It is JSON that no browser may frame, sniff, run or keep; pages bring a policy of their own. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Only over TLS, where it means something (RFC 6797 forbids it elsewhere): a year during which browsers use https for this host. */
export const transportSecurity: Readonly<Record<string, string>> = {
  'strict-transport-security': 'max-age=31536000',
};
