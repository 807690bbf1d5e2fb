/**
 * Month and weekday names by language. They are carried here, not asked of the runtime, because runtimes differ and a
 * certificate must be the same on each. Source: Unicode CLDR 46, gregorian calendar, wide format.
 */
const NAMES: Readonly<
  Record<string, { readonly months: readonly string[]; readonly days: readonly string[] }>
> = {
  en: {
    months: 'January February March April May June July August September October November December'.split(
      ' ',
    ),
    days: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
  },
  es: {
    months: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(
      ' ',
    ),
    days: 'domingo lunes martes miércoles jueves viernes sábado'.split(' '),
  },
  fr: {
    months: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
    days: 'dimanche lundi mardi mercredi jeudi vendredi samedi'.split(' '),
  },
  de: {
    months: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
    days: 'Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag'.split(' '),
  },
};

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/u;
const TOKEN = /'([^']*)'|yyyy|yy|MMMM|MMM|MM|M|EEEE|EEE|dd|do|d/gu;

/**
 * Writes an ISO date (`2026-11-20`) by a pattern of CLDR letters: `yyyy yy MMMM MMM MM M EEEE EEE dd d`, `do` for an
 * English ordinal, words between single quotes. Undefined when the value is no ISO date: it is then no date at all.
 */
export function formatDate(value: string, pattern: string, language: string): string | undefined {
  const match = ISO_DATE.exec(value);
  if (match === null) return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const names = NAMES[language.split('-')[0] ?? 'en'] ?? NAMES['en'];
  if (names === undefined || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const monthName = names.months[month - 1] ?? '';
  const dayName = names.days[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
  return pattern.replaceAll(TOKEN, (token, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted;
    switch (token) {
      case 'yyyy':
        return match[1] ?? '';
      case 'yy':
        return (match[1] ?? '').slice(2);
      case 'MMMM':
        return monthName;
      case 'MMM':
        return monthName.slice(0, 3);
      case 'MM':
        return match[2] ?? '';
      case 'M':
        return String(month);
      case 'EEEE':
        return dayName;
      case 'EEE':
        return dayName.slice(0, 3);
      case 'dd':
        return match[3] ?? '';
      case 'do':
        return ordinal(day);
      default:
        return String(day);
    }
  });
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return `${day}th`;
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`;
}
