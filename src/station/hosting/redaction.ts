/**
 * Field names whose values never reach a log: who a learner is and where they live, and what opens a door. Matched on the
 * whole name without case, `_` and `-`, at any depth. A bare `name` counts as a person's; name other things precisely
 * (`printerName`) to see them in a log.
 */
const hidden = new Set(
  `name firstname lastname middlename givenname familyname fullname issuedname learnername recipientname displayname
  legalname address addressline1 addressline2 addresslines line1 line2 street street1 street2 street3 city zip zipcode
  postalcode postcode email phone birthdate dateofbirth licensenumber recipient shipto
  pin pinhash password secret token apikey privatekey key authorization cookie setcookie pairingcode verificationcode
  session sessionid credentials`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const mark = '[redacted]';
const deepest = 8;

/**
 * A copy of what is to be logged, without personal data: values under hidden names are replaced, mail addresses and tokens
 * inside strings are masked, errors become plain objects. Never throws, also for circular or hostile input.
 */
export function redacted(value: unknown): unknown {
  return copyOf(value, 0, new Set());
}

function copyOf(value: unknown, depth: number, above: Set<object>): unknown {
  if (typeof value === 'string') return masked(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return '[too deep]';
  if (above.has(value)) return '[circular]';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  above.add(value);
  const copy =
    value instanceof Error
      ? copyOfError(value, depth, above)
      : Array.isArray(value)
        ? value.map((item) => copyOf(item, depth + 1, above))
        : copyOfFields(value, depth, above);
  above.delete(value);
  return copy;
}

function copyOfError(error: Error, depth: number, above: Set<object>): object {
  return {
    type: error.name,
    message: masked(error.message),
    stack: masked(error.stack ?? ''),
    ...copyOfFields(error, depth, above),
    ...(error.cause === undefined ? {} : { cause: copyOf(error.cause, depth + 1, above) }),
  };
}

function copyOfFields(value: object, depth: number, above: Set<object>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const hide = hidden.has(key.toLowerCase().replace(/[_-]/g, ''));
    copy[key] = hide && field !== null && field !== undefined ? mark : copyOf(field, depth + 1, above);
  }
  return copy;
}

function masked(text: string): string {
  return text
    .replace(/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, mark)
    .replace(/\b(token|code|key)=[^&\s"']+/gi, `$1=${mark}`)
    .replace(/\bBearer\s+[\w.~+/=-]+/gi, `Bearer ${mark}`);
}
