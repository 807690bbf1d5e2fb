import { ActionIcon, Button, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconChecklist, IconListDetails, IconRestore } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { SPECIMENS } from '../../../../domain/certificates/specimens.ts';
import { MeaningIcon } from '../../../components/marks/MeaningMark.tsx';
import { keyName } from '../model/keys.ts';
import type { Survey } from '../preview/useSurvey.ts';
import classes from './panel.module.css';

interface SpecimenBarProps {
  readonly texts: Readonly<Record<string, string>>;
  /** Keys that the template shows. */
  readonly keys: readonly string[];
  readonly onChange: (texts: Readonly<Record<string, string>>) => void;
  readonly onReset: () => void;
  /** Whether the page is right with each of the names, when all are tried. */
  readonly survey: Survey;
  readonly tryingAll: boolean;
  readonly onTryAll: (all: boolean) => void;
}

/** Undoing in a field takes back what was typed there, not what was edited on the page. */
function undoHere(event: React.KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') event.stopPropagation();
}

/** What the page is tried with: the hardest names at hand, and every value to be typed freely. */
export function SpecimenBar(props: SpecimenBarProps) {
  const { texts, keys, onChange, onReset, survey, tryingAll, onTryAll } = props;
  const { t } = useTranslation();
  const others = keys.filter((key) => key !== 'issuedName');
  const set = (key: string, value: string) => onChange({ ...texts, [key]: value });
  const name = texts['issuedName'] ?? '';
  const fitting = [...survey.values()].filter(Boolean).length;
  return (
    <section className={classes['bar']} aria-label={t('templates.try')}>
      <div className="row">
        <TextInput
          className="grow"
          size="sm"
          label={t('templates.tryName')}
          classNames={{ root: classes['tryName'] ?? '', label: classes['tryLabel'] ?? '' }}
          dir="auto"
          value={name}
          maxLength={1000}
          onChange={(event) => set('issuedName', event.currentTarget.value)}
          onKeyDown={undoHere}
          autoComplete="off"
          spellCheck={false}
        />
        <Popover position="top-end" width={360} withinPortal trapFocus>
          <Popover.Target>
            <Button variant="default" leftSection={<IconListDetails size={16} />}>
              {t('templates.tryMore')}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <div className={classes['others']}>
              {others.map((key) => (
                <TextInput
                  key={key}
                  size="xs"
                  label={keyName(key, t)}
                  dir="auto"
                  value={texts[key] ?? ''}
                  maxLength={1000}
                  onChange={(event) => set(key, event.currentTarget.value)}
                  onKeyDown={undoHere}
                  autoComplete="off"
                  spellCheck={false}
                />
              ))}
            </div>
          </Popover.Dropdown>
        </Popover>
        <Button
          variant={tryingAll ? 'outline' : 'default'}
          leftSection={
            survey.size === 0 ? (
              <IconChecklist size={16} />
            ) : (
              <MeaningIcon meaning={fitting === survey.size ? 'good' : 'attention'} size={16} />
            )
          }
          aria-pressed={tryingAll}
          onClick={() => onTryAll(!tryingAll)}
        >
          {survey.size === 0
            ? t('templates.tryAll')
            : t('templates.tryAllFit', {
                fits: fitting,
                all: survey.size,
              })}
        </Button>
        <Tooltip label={t('templates.tryReset')}>
          <ActionIcon variant="default" size={36} aria-label={t('templates.tryReset')} onClick={onReset}>
            <IconRestore size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
      <ul className={classes['chips']} aria-label={t('templates.tryNames')}>
        {SPECIMENS.map(({ id, issuedName }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={name === issuedName}
              aria-label={
                survey.get(id) === false ? `${issuedName}: ${t('templates.doesNotFit')}` : issuedName
              }
              dir="auto"
              title={`${issuedName}: ${t(`templates.specimen.${id}`)}`}
              onClick={() => set('issuedName', issuedName)}
            >
              {survey.get(id) === false ? <MeaningIcon meaning="attention" size={14} /> : null}
              {issuedName}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
