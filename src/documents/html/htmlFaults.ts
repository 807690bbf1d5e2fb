/** Why HTML cannot be made a template, in words for its designer. */
export interface HtmlFault {
  readonly kind:
    | 'badAttribute'
    | 'badTemplate'
    | 'browserFailed'
    | 'floating'
    | 'fontWithoutFile'
    | 'forbiddenElement'
    | 'mixedContent'
    | 'notABlock'
    | 'outsideResource'
    | 'pageTooLong'
    | 'tooMuch'
    | 'transformed'
    | 'type3Font'
    | 'unsupportedStyle';
  /** The field's id, the element's tag, or the address. */
  readonly at: string;
  readonly message: string;
}
