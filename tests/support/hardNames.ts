/** Names in the scripts that learners have them in, one each, with what trips a page writer up. */
export const HARD_NAMES = {
  latin: 'Zoë Łukasiewicz-Ødegård',
  vietnamese: 'Nguyễn Thị Ánh Nguyệt',
  cyrillic: 'Екатерина Преображенская',
  greek: 'Αλέξανδρος Παπαδόπουλος',
  arabic: 'محمد عبد الرحمن الشافعي',
  hebrew: 'יצחק בן־דוד',
  devanagari: 'श्रेया क्षत्रिय',
  thai: 'ณัฐพงศ์ วิไลลักษณ์',
  chinese: '欧阳振华',
  japanese: '渡邉 さくら',
  korean: '김민준',
  mixed: 'Maria (محمد 123) Smith',
} as const;

/** A name of 92 characters, longer than any that fits a line. */
export const LONG_NAME =
  'Maria Guadalupe Concepción de los Ángeles Hernández-Villanueva y Rodríguez de la Vega Montoya';
