/** One operator of a content stream with its operands, as text; dictionaries and arrays are one operand each. */
export interface Operation {
  readonly operator: string;
  readonly operands: readonly string[];
}

const TOKEN = /<<|>>|\[|\]|<[0-9a-fA-F\s]*>|\((?:\\.|[^\\()])*\)|\/[^\s/<>[\]()]*|[^\s/<>[\]()]+/gu;

/** The operations of a content stream (ISO 32000-1, 7.8.2). Inline pictures are not understood and throw. */
export function operationsOf(content: string): readonly Operation[] {
  const operations: Operation[] = [];
  let operands: string[] = [];
  const open: string[][] = [];
  const closing: string[] = [];
  const give = (text: string): void => {
    (open.at(-1) ?? operands).push(text);
  };
  for (const [token] of content.matchAll(TOKEN)) {
    if (token === '<<' || token === '[') {
      open.push([]);
      closing.push(token === '<<' ? '>>' : ']');
    } else if (token === '>>' || token === ']') {
      if (closing.pop() !== token) throw new Error(`${token} closes nothing.`);
      const inner = open.pop() ?? [];
      give(`${token === '>>' ? '<<' : '['}${inner.join(' ')}${token}`);
    } else if (open.length > 0 || /^(?:[<(/]|[-+.]?\d|true$|false$|null$)/u.test(token)) give(token);
    else {
      if (token === 'BI') throw new Error('A picture within the content is not understood here.');
      operations.push({ operator: token, operands });
      operands = [];
    }
  }
  if (open.length > 0 || operands.length > 0) throw new Error('The content breaks off.');
  return operations;
}

/** The two-byte codes in a `TJ` array or a `Tj` string of hexadecimal digits. */
export function codesOf(operand: string): readonly number[] {
  const codes: number[] = [];
  for (const [, digits = ''] of operand.matchAll(/<([0-9a-fA-F]*)>/gu)) {
    for (let at = 0; at + 4 <= digits.length; at += 4)
      codes.push(Number.parseInt(digits.slice(at, at + 4), 16));
  }
  return codes;
}
