#include "widgets/search/compound_chooser.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <utility>

#include "widgets/depiction/thumbnail.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/busy_bar.h"
#include "widgets/inspector/number_text.h"
#include "widgets/library/thumbnail_queue.h"
#include "widgets/search/compound_rows.h"
#include "widgets/search/link_button.h"
#include "widgets/theme/style.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::Ink;
using theme::TextRole;
using theme::ThemedLabel;

constexpr int kSide = 16;
/// Opening more than this at once asks for too many requests to go unasked.
constexpr int kMostAtOnce = 50;

}  // namespace

CompoundChooser::CompoundChooser(QWidget* parent)
    : QDialog(parent),
      m_headline(new ThemedLabel(TextRole::PageTitle, Ink::Text, {}, this)),
      m_banner(new Banner(this)),
      m_busy(new BusyBar(this)) {
  setWindowModality(Qt::WindowModal);
  setWindowTitle(tr("Choose a compound"));
  m_headline->setWordWrap(true);
  m_headline->setContentsMargins(theme::scaled(kSide), theme::scaled(12), theme::scaled(kSide),
                                 theme::scaled(12));
  buildList();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_headline);
  column->addWidget(m_banner);
  column->addWidget(m_view, 1);
  column->addWidget(buildFoot());
  connect(m_banner, &Banner::actionTriggered, this, [this] {
    m_banner->hide();
    m_coming = Coming::More;
    tell();
    Q_EMIT retryRequested();
  });
  resize(theme::scaled(660), theme::scaled(500));
  tell();
}

void CompoundChooser::buildList() {
  m_model = new CompoundChoiceModel(this);
  m_view = new QListView(this);
  m_view->setModel(m_model);
  auto* delegate = new CompoundDelegate(m_view);
  m_view->setItemDelegate(delegate);
  m_view->setUniformItemSizes(true);
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setMouseTracking(true);
  m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_view->setAccessibleName(tr("Compounds"));
  m_queue =
      new ThumbnailQueue([this](const QString& key) { return isOnScreen(key.toLongLong()); }, this);
  connect(delegate, &CompoundDelegate::drawingMissing, m_queue,
          [this](qint64 cid) { m_queue->want(QString::number(cid)); });
  connect(m_queue, &ThumbnailQueue::needed, this, [this](const QString& key) {
    Q_EMIT thumbnailNeeded(key.toLongLong(), thumbnailRequest(CompoundDelegate::drawingRoom()),
                           devicePixelRatioF());
  });
  connect(m_view, &QListView::doubleClicked, this, &CompoundChooser::openSelected);
  connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &CompoundChooser::tell);
}

QWidget* CompoundChooser::buildFoot() {
  auto* foot = new QWidget(this);
  auto* globe = new QLabel(foot);
  globe->setPixmap(
      theme::icon(QStringLiteral("globe")).pixmap(theme::scaled(16), theme::scaled(16)));
  m_sent = new ThemedLabel(TextRole::Secondary, Ink::Text2, {}, foot);
  m_ledger = new LinkButton(tr("Show what was sent"), foot);
  connect(m_ledger, &QAbstractButton::clicked, this, &CompoundChooser::ledgerRequested);
  auto* cancel = new QPushButton(tr("Cancel"), foot);
  cancel->setAutoDefault(false);
  cancel->setToolTip(tr("Open nothing (Esc)"));
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  m_openAll = new QPushButton(tr("Open all"), foot);
  m_openAll->setAutoDefault(false);
  connect(m_openAll, &QPushButton::clicked, this, &CompoundChooser::openAll);
  m_open = new QPushButton(tr("Open"), foot);
  m_open->setDefault(true);
  theme::setButtonRole(*m_open, theme::ButtonRole::Primary);
  connect(m_open, &QPushButton::clicked, this, &CompoundChooser::openSelected);
  auto* row = new QHBoxLayout(foot);
  row->setContentsMargins(theme::scaled(kSide), theme::scaled(12), theme::scaled(kSide),
                          theme::scaled(12));
  row->setSpacing(theme::scaled(8));
  row->addWidget(globe);
  row->addWidget(m_sent);
  row->addWidget(m_ledger);
  row->addStretch(1);
  row->addWidget(cancel);
  row->addWidget(m_openAll);
  row->addWidget(m_open);
  foot->setFixedHeight(theme::scaled(53));
  return foot;
}

void CompoundChooser::setQuestion(SearchKind kind, const QString& text) {
  m_kind = kind;
  m_text = text;
  m_banner->hide();
  tell();
}

void CompoundChooser::setChoices(std::vector<CompoundChoice> choices, Coming coming) {
  m_queue->reset();
  m_model->setChoices(std::move(choices));
  m_coming = coming;
  if (coming == Coming::All) m_banner->hide();
  if (m_model->rowCount() > 0) m_view->setCurrentIndex(m_model->index(0));
  m_view->setFocus(Qt::OtherFocusReason);
  tell();
}

void CompoundChooser::appendChoices(const std::vector<CompoundChoice>& choices, Coming coming) {
  const bool first = m_model->rowCount() == 0;
  m_model->append(choices);
  m_coming = coming;
  if (first && m_model->rowCount() > 0) m_view->setCurrentIndex(m_model->index(0));
  tell();
}

void CompoundChooser::setThumbnail(qint64 cid, const QImage& drawing) {
  const QString key = QString::number(cid);
  if (drawing.isNull()) return m_queue->failed(key);
  m_model->setDrawing(
      cid, fittedThumbnail(drawing, CompoundDelegate::drawingRoom(), devicePixelRatioF()));
  m_queue->arrived(key);
}

void CompoundChooser::setHas3d(qint64 cid, bool has3d) { m_model->setHas3d(cid, has3d); }

void CompoundChooser::setRequests(int sent) {
  m_requests = sent;
  tell();
}

void CompoundChooser::showFailure(const QString& sentence) {
  m_coming = Coming::All;
  m_banner->showMessage(Banner::Kind::Failure, sentence, tr("Try again"));
  tell();
}

std::vector<qint64> CompoundChooser::selectedCids() const {
  QModelIndexList rows = m_view->selectionModel()->selectedRows();
  std::sort(rows.begin(), rows.end());
  std::vector<qint64> cids;
  for (const QModelIndex& row : rows)
    cids.push_back(row.data(CompoundChoiceModel::CidRole).toLongLong());
  return cids;
}

bool CompoundChooser::isOnScreen(qint64 cid) const {
  const QModelIndex index = m_model->indexOf(cid);
  return index.isValid() && m_model->lacksDrawing(cid) &&
         m_view->visualRect(index).intersects(m_view->viewport()->rect());
}

/// "Four PubChem records are called “glucose”": counts up to twelve are written out.
QString CompoundChooser::headline() const {
  const int count = m_model->rowCount();
  const bool more = m_coming == Coming::More;
  if (count == 0)
    return more ? tr("Asking PubChem for “%1”").arg(m_text)
                : tr("No compound to choose for “%1”").arg(m_text);
  const std::array words{tr("One"),  tr("Two"), tr("Three"),  tr("Four"),
                         tr("Five"), tr("Six"), tr("Seven"),  tr("Eight"),
                         tr("Nine"), tr("Ten"), tr("Eleven"), tr("Twelve")};
  const auto place = static_cast<std::size_t>(count - 1);
  QString number = place < words.size() ? words[place] : shownCount(count);
  if (more) number = tr("%1 so far:").arg(shownCount(count));
  const bool one = count == 1 && !more;
  switch (m_kind) {
    case SearchKind::Name:
      return one ? tr("One PubChem record is called “%1”").arg(m_text)
                 : tr("%1 PubChem records are called “%2”").arg(number, m_text);
    case SearchKind::Formula:
      return one ? tr("One PubChem record has the formula %1").arg(m_text)
                 : tr("%1 PubChem records have the formula %2").arg(number, m_text);
    case SearchKind::Similar:
      return one ? tr("One PubChem record is similar to %1").arg(m_text)
                 : tr("%1 PubChem records are similar to %2").arg(number, m_text);
    case SearchKind::Substructure:
      return one ? tr("One PubChem record contains %1").arg(m_text)
                 : tr("%1 PubChem records contain %2").arg(number, m_text);
    default:
      return one ? tr("One PubChem record for “%1”").arg(m_text)
                 : tr("%1 PubChem records for “%2”").arg(number, m_text);
  }
}

void CompoundChooser::tell() {
  m_headline->setText(headline());
  setWindowTitle(m_headline->text());
  const int count = m_model->rowCount();
  const auto selected = m_view->selectionModel()->selectedRows().size();
  m_sent->setText(m_requests == 0 ? tr("Nothing was sent to PubChem; this was kept here")
                  : m_requests == 1
                      ? tr("1 request sent to PubChem")
                      : tr("%1 requests sent to PubChem").arg(shownCount(m_requests)));
  m_ledger->setVisible(m_requests > 0);
  m_open->setEnabled(selected > 0);
  m_open->setText(selected > 1 ? tr("Open %1").arg(shownCount(selected)) : tr("Open"));
  m_open->setToolTip(selected > 0 ? tr("Open what is selected (Enter)")
                                  : tr("There is nothing to open yet."));
  const bool tooMany = count > kMostAtOnce;
  m_openAll->setEnabled(count > 0 && m_coming == Coming::All && !tooMany);
  m_openAll->setToolTip(
      tooMany ? tr("Opening %1 entries takes several requests each; select at most %2.")
                    .arg(shownCount(count), shownCount(kMostAtOnce))
      : m_coming == Coming::More ? tr("Rows are still coming.")
                                 : QString());
  if (m_coming == Coming::More) {
    m_busy->start();
  } else {
    m_busy->stop();
  }
  m_busy->setGeometry(0, m_view->y() - 1, width(), 2);
  m_busy->raise();
}

void CompoundChooser::openSelected() {
  const std::vector<qint64> cids = selectedCids();
  if (cids.empty()) return;
  accept();
  Q_EMIT openRequested(cids);
}

void CompoundChooser::openAll() {
  std::vector<qint64> cids;
  for (const CompoundChoice& choice : m_model->choices()) cids.push_back(choice.cid);
  accept();
  Q_EMIT openRequested(cids);
}

void CompoundChooser::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    if (m_view->hasFocus()) return openSelected();
  }
  QDialog::keyPressEvent(event);
}

void CompoundChooser::resizeEvent(QResizeEvent* event) {
  QDialog::resizeEvent(event);
  m_busy->setGeometry(0, m_view->y() - 1, width(), 2);
}

void CompoundChooser::changeEvent(QEvent* event) {
  QDialog::changeEvent(event);
  if (event->type() != QEvent::PaletteChange) return;
  m_model->dropDrawings();
  m_queue->reset();
}

void CompoundChooser::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  painter.fillRect(QRect(0, 0, width(), m_headline->height()), t.panel);
  painter.fillRect(QRect(0, m_headline->geometry().bottom(), width(), 1), t.line);
  const int foot = m_view->geometry().bottom() + 1;
  painter.fillRect(QRect(0, foot, width(), height() - foot), t.panel);
  painter.fillRect(QRect(0, foot, width(), 1), t.line);
}

}  // namespace molloquy::widgets
