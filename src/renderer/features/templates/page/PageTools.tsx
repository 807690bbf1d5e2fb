import { ActionIcon, Button, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBorderOuter,
  IconCopy,
  IconFrame,
  IconMagnet,
  IconPhoto,
  IconPlus,
  IconQrcode,
  IconTrash,
  IconTypography,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateField } from '../../../../documents/template/format.ts';
import { MeaningMark } from '../../../components/marks/MeaningMark.tsx';
import { useAction } from '../../../keys/actions.ts';
import type { DraftEdits } from '../editor/useDraftEdits.ts';
import type { FieldKind } from '../model/fields.ts';
import type { PageLook } from './pageLook.ts';
import classes from '../editor/editor.module.css';

interface PageToolsProps {
  readonly edits: DraftEdits;
  readonly look: PageLook;
  readonly onLook: (look: PageLook) => void;
  readonly field: TemplateField | undefined;
  /** How many things there are to look at; null before the page was drawn. */
  readonly things: number | null;
  readonly onAdd: (kind: FieldKind) => void;
  readonly onDuplicate: (id: string) => void;
  readonly onDelete: (id: string) => void;
}

/** What is done to fields, and how the page is looked at. */
export function PageTools(props: PageToolsProps) {
  const { edits, look, onLook, field, things, onAdd } = props;
  const { t } = useTranslation();
  return (
    <div className={classes['tools']}>
      <Menu withinPortal position="bottom-start">
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconPlus size={16} />}>
            {t('templates.add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTypography size={16} />} onClick={() => onAdd('text')}>
            {t('templates.addText')}
          </Menu.Item>
          <Menu.Item leftSection={<IconQrcode size={16} />} onClick={() => onAdd('qr')}>
            {t('templates.addQr')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPhoto size={16} />} onClick={() => onAdd('image')}>
            {t('templates.addImage')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ActionIcon.Group>
        <Tool
          id="template.duplicate"
          keys="Mod+D"
          label={t('templates.duplicate')}
          disabled={field === undefined}
          icon={<IconCopy size={18} />}
          onRun={() => {
            if (field !== undefined) props.onDuplicate(field.id);
          }}
        />
        <Tool
          id="template.delete"
          label={t('templates.delete')}
          disabled={field === undefined}
          icon={<IconTrash size={18} />}
          onRun={() => {
            if (field !== undefined) props.onDelete(field.id);
          }}
        />
      </ActionIcon.Group>
      <ActionIcon.Group>
        <Tool
          id="template.undo"
          keys="Mod+Z"
          label={t('templates.undo')}
          disabled={!edits.canUndo}
          icon={<IconArrowBackUp size={18} />}
          onRun={edits.undo}
        />
        <Tool
          id="template.redo"
          keys="Mod+Shift+Z"
          label={t('templates.redo')}
          disabled={!edits.canRedo}
          icon={<IconArrowForwardUp size={18} />}
          onRun={edits.redo}
        />
      </ActionIcon.Group>
      <ActionIcon.Group>
        <Tool
          id="template.frames"
          label={t('templates.frames')}
          pressed={look.frames}
          icon={<IconFrame size={18} />}
          onRun={() => onLook({ ...look, frames: !look.frames })}
        />
        <Tool
          id="template.zone"
          label={t('templates.zone')}
          pressed={look.zone}
          icon={<IconBorderOuter size={18} />}
          onRun={() => onLook({ ...look, zone: !look.zone })}
        />
        <Tool
          id="template.snap"
          label={t('templates.snap')}
          pressed={look.snap}
          icon={<IconMagnet size={18} />}
          onRun={() => onLook({ ...look, snap: !look.snap })}
        />
      </ActionIcon.Group>
      <span className="grow" />
      <span className={classes['summary']} role="status">
        {things === null ? null : things === 0 ? (
          <MeaningMark meaning="good">{t('templates.fits')}</MeaningMark>
        ) : (
          <MeaningMark meaning="attention">{t('templates.things', { count: things })}</MeaningMark>
        )}
      </span>
      <SegmentedControl
        size="xs"
        aria-label={t('templates.zoom')}
        value={String(look.zoom)}
        onChange={(zoom) => onLook({ ...look, zoom: zoom === '1' ? 1 : zoom === '2' ? 2 : 'fit' })}
        data={[
          { value: 'fit', label: t('templates.fit') },
          { value: '1', label: '100 %' },
          { value: '2', label: '200 %' },
        ]}
      />
    </div>
  );
}

interface ToolProps {
  readonly id: string;
  readonly label: string;
  readonly keys?: string | null;
  readonly icon: ReactNode;
  readonly disabled?: boolean;
  /** For one that stays on or off. */
  readonly pressed?: boolean;
  readonly onRun: () => void;
}

/** A button with a picture only; its words are in its tooltip, in the list of keys and in the palette. */
function Tool({ id, label, keys = null, icon, disabled = false, pressed, onRun }: ToolProps) {
  useAction({ id, keys, label, group: 'screen', enabled: !disabled, run: onRun });
  return (
    <Tooltip label={keys === null ? label : `${label} (${keys.replace('Mod', 'Ctrl').replaceAll('+', ' ')})`}>
      <ActionIcon
        variant={pressed === true ? 'outline' : 'default'}
        size={30}
        disabled={disabled}
        aria-label={label}
        onClick={onRun}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        {...(keys === null ? {} : { 'aria-keyshortcuts': keys.replace('Mod', 'Control') })}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
