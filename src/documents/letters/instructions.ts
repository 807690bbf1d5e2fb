/** What a learner is told to do, step by step; `{{verifySite}}` stands for where anyone verifies. */
export const DEFAULT_INSTRUCTIONS: { readonly en: readonly string[]; readonly es: readonly string[] } = {
  en: [
    'Check the name, the course and the dates against your own papers. If anything is wrong, do not alter the certificate: write to us, and we will send you a corrected one.',
    'If you are under 18 and the certificate has a line for a parent or guardian, have it signed and dated before you hand it in.',
    'Hand in the original, not a copy, where your state asks for it. The paper shows when it has been copied or changed.',
    'Anyone can verify the certificate: scan its code, or enter the verification code at {{verifySite}}.',
    'Keep it flat and dry. If it is lost or damaged, ask us for a replacement and name the certificate number.',
  ],
  es: [
    'Compare el nombre, el curso y las fechas con sus propios documentos. Si algo no es correcto, no modifique el certificado: escríbanos y le enviaremos uno corregido.',
    'Si es menor de 18 años y el certificado tiene una línea para el padre, la madre o el tutor, pida que lo firmen y escriban la fecha antes de presentarlo.',
    'Presente el original, no una copia, donde su estado lo pida. El papel muestra si se ha copiado o alterado.',
    'Cualquier persona puede verificar el certificado: escanee el código o escriba el código de verificación en {{verifySite}}.',
    'Guárdelo plano y seco. Si se pierde o se daña, pídanos un reemplazo e indique el número del certificado.',
  ],
};

/** As many as the letter has room for. */
export const MOST_STEPS = 5;
