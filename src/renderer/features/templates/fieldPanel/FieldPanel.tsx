import { changeField } from '../model/fields.ts';
import { keysIn } from '../model/keys.ts';
import type { FieldSettingsProps } from './fieldPanel.ts';
import { ImageSettings } from './ImageSettings.tsx';
import { MoreSettings } from './MoreSettings.tsx';
import { PlaceSettings } from './PlaceSettings.tsx';
import { QrSettings } from './QrSettings.tsx';
import { ShownText } from './ShownText.tsx';
import { TextSettings } from './TextSettings.tsx';

interface FieldPanelProps extends FieldSettingsProps {
  readonly pictures: readonly string[];
  readonly onPutPicture: (file: File) => Promise<string | undefined>;
  readonly onRenamed: (id: string) => void;
}

/** Everything that can be set of one field. */
export function FieldPanel({
  template,
  field,
  onChange,
  pictures,
  onPutPicture,
  onRenamed,
}: FieldPanelProps) {
  const { id } = field;
  const place = <PlaceSettings template={template} field={field} onChange={onChange} />;
  const more = <MoreSettings template={template} field={field} onChange={onChange} onRenamed={onRenamed} />;
  switch (field.kind) {
    case 'text':
      return (
        <>
          <ShownText
            text={field.text}
            maxLength={4000}
            ownKeys={[...Object.keys(template.values ?? {}), ...keysIn(template)]}
            onChange={(text) => onChange((all) => changeField(all, id, 'text', { text }), `text ${id}`)}
          />
          {place}
          <TextSettings template={template} field={field} onChange={onChange} />
          {more}
        </>
      );
    case 'qr':
      return (
        <>
          <ShownText
            text={field.text}
            maxLength={1000}
            ownKeys={[...Object.keys(template.values ?? {}), ...keysIn(template)]}
            onChange={(text) => onChange((all) => changeField(all, id, 'qr', { text }), `text ${id}`)}
          />
          {place}
          <QrSettings template={template} field={field} onChange={onChange} />
          {more}
        </>
      );
    case 'image':
      return (
        <>
          <ImageSettings
            template={template}
            field={field}
            onChange={onChange}
            pictures={pictures}
            onPutPicture={onPutPicture}
          />
          {place}
          {more}
        </>
      );
  }
}
