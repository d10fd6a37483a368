#include "widgets/library/import_views.h"

#include <QFileInfo>
#include <QListWidget>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/inspector/number_text.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

using theme::Ink;
using theme::TextRole;
using theme::ThemedLabel;

constexpr int kSteps = 1000;

QString count(quint64 number) { return shownCount(static_cast<qint64>(number)); }

QString timeWords(int seconds) {
  if (seconds < 90) return ImportProgressView::tr("%1 s").arg(seconds);
  return ImportProgressView::tr("%1 min").arg((seconds + 30) / 60);
}

}  // namespace

ImportProgressView::ImportProgressView(QWidget* parent)
    : QWidget(parent),
      m_head(new ThemedLabel(TextRole::PanelTitle, Ink::Text, {}, this)),
      m_file(new ThemedLabel(TextRole::Control, Ink::Text2, {}, this)),
      m_bar(new QProgressBar(this)),
      m_says(new ThemedLabel(TextRole::Secondary, Ink::Text2, {}, this)),
      m_stop(new QPushButton(tr("Stop"), this)) {
  m_file->setElided(true);
  m_bar->setRange(0, kSteps);
  m_bar->setTextVisible(false);
  m_bar->setAccessibleName(tr("How far the import is"));
  m_stop->setAutoDefault(false);
  m_stop->setToolTip(tr("What is in the library stays; the same import goes on from there."));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::scaled(8));
  column->addWidget(m_head);
  column->addWidget(m_file);
  column->addWidget(m_bar);
  column->addWidget(m_says);
  column->addWidget(m_stop, 0, Qt::AlignLeft);
  column->addStretch(1);
  connect(m_stop, &QPushButton::clicked, this, [this] {
    m_stop->setEnabled(false);
    m_stop->setText(tr("Stopping"));
    Q_EMIT stopRequested();
  });
}

void ImportProgressView::start(const QString& library) {
  m_head->setText(library.isEmpty() ? tr("Importing") : tr("Importing into %1").arg(library));
  m_file->setText({});
  m_says->setText(tr("Reading the first records"));
  m_bar->setValue(0);
  m_stop->setEnabled(true);
  m_stop->setText(tr("Stop"));
}

void ImportProgressView::setState(const ImportState& state) {
  m_file->setText(QFileInfo(state.file).fileName());
  m_file->setToolTip(state.file);
  m_bar->setValue(qBound(0, static_cast<int>(state.share * kSteps), kSteps));
  QStringList words{tr("%1 records").arg(count(state.records))};
  if (state.recordsPerSecond > 0)
    words += tr("%1 a second").arg(count(static_cast<quint64>(state.recordsPerSecond + 0.5)));
  if (state.secondsLeft) words += tr("about %1 left").arg(timeWords(*state.secondsLeft));
  m_says->setText(words.join(QStringLiteral(" · ")));
}

QString ImportProgressView::words() const { return m_says->text(); }

ImportReportView::ImportReportView(QWidget* parent)
    : QWidget(parent),
      m_head(new ThemedLabel(TextRole::PanelTitle, Ink::Text, {}, this)),
      m_counts(new ThemedLabel(TextRole::Control, Ink::Text, {}, this)),
      m_problemHead(new ThemedLabel(TextRole::Control, Ink::Text2, {}, this)),
      m_problems(new QListWidget(this)) {
  m_head->setWordWrap(true);
  m_counts->setWordWrap(true);
  m_counts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_problems->setAccessibleName(tr("What was merged and what was refused"));
  m_problems->setWordWrap(true);
  m_problems->setUniformItemSizes(false);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::scaled(8));
  column->addWidget(m_head);
  column->addWidget(m_counts);
  column->addWidget(m_problemHead);
  column->addWidget(m_problems, 1);
}

void ImportReportView::setResult(const ImportResult& result, const QString& library) {
  const bool stopped = result.end == ImportResult::End::Stopped;
  const QString place = library.isEmpty() ? tr("the library") : library;
  m_head->setText(
      stopped ? tr("Stopped. What was read is in %1; the same import goes on from here.").arg(place)
              : tr("Imported into %1").arg(place));
  QStringList counts{tr("%1 records read").arg(count(result.records)),
                     tr("%1 added").arg(count(result.added)),
                     tr("%1 merged into molecules that were there").arg(count(result.merged)),
                     tr("%1 brought nothing new").arg(count(result.unchanged)),
                     tr("%1 refused").arg(count(result.refused))};
  if (result.seconds > 0)
    counts += tr("%1 s").arg(QLocale().toString(result.seconds, 'f', result.seconds < 10 ? 1 : 0));
  m_counts->setText(counts.join(QStringLiteral(" · ")));
  m_problems->clear();
  for (const ImportTrouble& trouble : result.problems)
    m_problems->addItem(QStringLiteral("%1: %2").arg(trouble.place, trouble.sentence));
  m_problems->addItems(result.mergedInto);
  const auto listed = static_cast<quint64>(result.problems.size());
  m_problemHead->setText(m_problems->count() == 0 ? QString()
                         : listed < result.refused
                             ? tr("The first %1 of %2 refusals, then what was merged")
                                   .arg(count(listed), count(result.refused))
                             : tr("What was refused, then what was merged"));
  m_problemHead->setVisible(m_problems->count() > 0);
  m_problems->setVisible(m_problems->count() > 0);
}

void ImportReportView::setFailure(const QString& sentence) {
  m_head->setText(tr("Nothing was imported"));
  m_counts->setText(sentence);
  m_problems->clear();
  m_problems->hide();
  m_problemHead->hide();
}

QString ImportReportView::asText() const {
  QStringList lines{m_head->text(), m_counts->text()};
  if (!m_problemHead->text().isEmpty()) lines += {QString(), m_problemHead->text()};
  for (int row = 0; row < m_problems->count(); ++row) lines += m_problems->item(row)->text();
  return lines.join(u'\n') + u'\n';
}

}  // namespace molloquy::widgets
