import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { differences, type Pieces } from './pieces.ts'
import css from './Pieces.module.css'

/** Somebody else kept another version meanwhile: both side by side, and nothing is overwritten without a word. */
export function ConflictDialog(props: { mine: Pieces; theirs: Pieces; onChoose: (mine: boolean) => void }) {
  const t = useT()
  const { mine, theirs, onChoose } = props
  return (
    <Dialog
      title={t('library.bench.changed')}
      onClose={() => onChoose(false)}
      acts={
        <>
          <Button kind="go" onClick={() => onChoose(true)}>
            {t('library.bench.takeMine')}
          </Button>
          <Button onClick={() => onChoose(false)}>{t('library.bench.takeTheirs')}</Button>
        </>
      }
    >
      <div className={css.two}>
        <p>{t('library.bench.changedSentence')}</p>
        <table>
          <thead>
            <tr>
              <th scope="col"></th>
              <th scope="col">{t('library.bench.mine')}</th>
              <th scope="col">{t('library.bench.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {differences(mine, theirs).map((d, i) => (
              <tr key={i}>
                <th scope="row">{t(d.label)}</th>
                <td>{d.mine}</td>
                <td>{d.theirs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  )
}
