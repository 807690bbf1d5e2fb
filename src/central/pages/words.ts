/** Languages of the public pages. */
export type Language = 'en' | 'es';

interface Words {
  readonly title: string;
  readonly valid: string;
  readonly validMore: string;
  readonly interim: string;
  readonly suspended: string;
  readonly suspendedMore: string;
  readonly superseded: string;
  readonly supersededMore: string;
  readonly revoked: string;
  readonly revokedMore: string;
  readonly notFound: string;
  readonly notFoundMore: string;
  readonly name: string;
  readonly course: string;
  readonly completed: string;
  readonly issued: string;
  readonly number: string;
  readonly jurisdiction: string;
  readonly revokedOn: string;
  readonly reason: string;
  readonly ask: string;
  readonly code: string;
  readonly check: string;
  readonly compare: string;
  readonly other: string;
  readonly compareByNumber: string;
  readonly tooMany: string;
  readonly tooManyMore: (seconds: number) => string;
  readonly signatureGood: string;
  readonly signatureBad: string;
  readonly categories: Readonly<Record<string, string>>;
}

/** What the public pages say, in each language. */
export const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Certificate check',
    valid: 'Valid',
    validMore: 'This certificate is genuine and in force.',
    interim: 'The paper certificate is still on its way. Until it arrives, an interim digital copy counts.',
    suspended: 'Suspended',
    suspendedMore: 'This certificate is genuine, but does not count at the moment. Ask the school.',
    superseded: 'Replaced',
    supersededMore:
      'This certificate was replaced by a newer one and does not count any more. Ask for the newer one.',
    revoked: 'Revoked',
    revokedMore: 'This certificate was withdrawn and does not count.',
    notFound: 'Not found',
    notFoundMore:
      'There is no certificate with this code. Check it letter by letter; if it is right, the paper is not ours.',
    name: 'Name',
    course: 'Course',
    completed: 'Completed on',
    issued: 'Issued on',
    number: 'Certificate number',
    jurisdiction: 'Issued under the rules of',
    revokedOn: 'Revoked on',
    reason: 'Reason',
    ask: 'Type the verification code, or scan the QR code on the certificate.',
    code: 'Verification code',
    check: 'Check',
    compare: 'Compare this with the paper in your hand: every line must be the same.',
    other: 'Español',
    compareByNumber:
      'Compare this with the paper in your hand: every line must be the same. A number shows the first letters of the name only; the code or the QR code shows the whole name.',
    tooMany: 'Too many checks at once',
    tooManyMore: (seconds) =>
      `Please wait ${seconds === 1 ? 'a second' : `${seconds} seconds`} and try again. This says nothing about the certificate.`,
    signatureGood: '✓ The signature in the QR code is genuine.',
    signatureBad: '✕ The signature in the QR code is not genuine: the paper may be forged. Ask the school.',
    categories: {
      refund: 'Refund',
      error: 'Issued in error',
      fraud: 'Fraud',
      request: 'On request',
      other: 'Other',
    },
  },
  es: {
    title: 'Comprobación de certificados',
    valid: 'Válido',
    validMore: 'Este certificado es auténtico y está vigente.',
    interim:
      'El certificado en papel aún está en camino. Hasta que llegue, vale una copia digital provisional.',
    suspended: 'Suspendido',
    suspendedMore: 'Este certificado es auténtico, pero por ahora no tiene validez. Pregunte a la escuela.',
    superseded: 'Reemplazado',
    supersededMore:
      'Este certificado fue reemplazado por otro más reciente y ya no es válido. Pida el más reciente.',
    revoked: 'Revocado',
    revokedMore: 'Este certificado fue retirado y no tiene validez.',
    notFound: 'No encontrado',
    notFoundMore:
      'No hay ningún certificado con este código. Revíselo letra por letra; si es correcto, el papel no es nuestro.',
    name: 'Nombre',
    course: 'Curso',
    completed: 'Completado el',
    issued: 'Emitido el',
    number: 'Número de certificado',
    jurisdiction: 'Emitido según las normas de',
    revokedOn: 'Revocado el',
    reason: 'Motivo',
    ask: 'Escriba el código de verificación o escanee el código QR del certificado.',
    code: 'Código de verificación',
    check: 'Comprobar',
    compare: 'Compare esto con el papel que tiene en la mano: cada línea debe coincidir.',
    other: 'English',
    compareByNumber:
      'Compare esto con el papel que tiene en la mano: cada línea debe coincidir. Por el número se ven solo las iniciales del nombre; por el código o el código QR, el nombre completo.',
    tooMany: 'Demasiadas comprobaciones a la vez',
    tooManyMore: (seconds) =>
      `Espere ${seconds === 1 ? 'un segundo' : `${seconds} segundos`} e inténtelo de nuevo. Esto no dice nada del certificado.`,
    signatureGood: '✓ La firma del código QR es auténtica.',
    signatureBad:
      '✕ La firma del código QR no es auténtica: el papel puede ser falso. Pregunte a la escuela.',
    categories: {
      refund: 'Reembolso',
      error: 'Emitido por error',
      fraud: 'Fraude',
      request: 'A petición',
      other: 'Otro',
    },
  },
};

/** The language of a page: what was asked for, else what the browser prefers. */
export function languageOf(asked: string | undefined, acceptLanguage: string | undefined): Language {
  if (asked === 'en' || asked === 'es') return asked;
  const first = (acceptLanguage ?? '').split(',').find((each) => /^\s*(?:en|es)\b/iu.test(each));
  return first !== undefined && /^\s*es/iu.test(first) ? 'es' : 'en';
}
