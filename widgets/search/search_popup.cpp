#include "widgets/search/search_popup.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <utility>

#include "widgets/frame/busy_bar.h"
#include "widgets/search/search_foot.h"
#include "widgets/search/search_row_delegate.h"
#include "widgets/search/typed_kind.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kWidth = 328;
constexpr int kPadding = 4;

}  // namespace

SearchPopup::SearchPopup(QLineEdit& edit, QWidget& anchor)
    // A child of the window once it opens: before that the anchor may have no window yet.
    : QFrame(&anchor),
      m_edit(&edit),
      m_anchor(&anchor),
      m_model(new SearchRowsModel(this)),
      m_view(new QListView(this)),
      m_foot(new SearchFoot(this)),
      m_busy(new BusyBar(this)) {
  hide();
  setFrameShape(QFrame::NoFrame);
  setAccessibleName(tr("Suggestions"));
  setFocusPolicy(Qt::NoFocus);
  m_view->setModel(m_model);
  m_view->setItemDelegate(new SearchRowDelegate(m_view));
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setFocusPolicy(Qt::NoFocus);
  m_view->setMouseTracking(true);
  m_view->viewport()->setAttribute(Qt::WA_Hover);
  m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_view->setAccessibleName(tr("Suggestions"));
  m_rest.setSingleShot(true);
  m_rest.setInterval(kRestMs);
  m_foot->setState(m_contents.mode, m_contents.consent);
  connect(&m_rest, &QTimer::timeout, this, &SearchPopup::rest);
  connect(m_view, &QListView::clicked, this,
          [this](const QModelIndex& index) { takeRow(index.row()); });
  connect(m_foot, &SearchFoot::consentGiven, this, [this](SuggestionConsent consent) {
    setConsent(consent);
    if (m_edit) m_edit->setFocus(Qt::OtherFocusReason);
    Q_EMIT consentGiven(consent);
  });
  connect(m_foot, &SearchFoot::networkRequested, this, [this] {
    close();
    Q_EMIT networkRequested();
  });
  edit.installEventFilter(this);
  anchor.installEventFilter(this);
}

QString SearchPopup::text() const { return m_edit ? m_edit->text().trimmed() : QString(); }

SearchKind SearchPopup::kindOf(const QString& text) const {
  return m_guess ? m_guess(text) : typedKind(text);
}

void SearchPopup::setGuess(std::function<SearchKind(const QString&)> guess) {
  m_guess = std::move(guess);
}

void SearchPopup::setLibrary(const QString& text, std::vector<SearchSuggestion> hits) {
  if (text != this->text()) return;
  m_contents.library = std::move(hits);
  rebuild();
}

void SearchPopup::setPubChem(const QString& text, const QStringList& names) {
  if (text != this->text()) return;
  setBusy(Asking::No);
  m_contents.names = names;
  m_contents.failure = names.isEmpty() ? tr("PubChem knows no name that begins so.") : QString();
  rebuild();
}

void SearchPopup::setPubChemFailure(const QString& text, const QString& sentence) {
  if (text != this->text()) return;
  setBusy(Asking::No);
  m_contents.failure = sentence;
  rebuild();
}

void SearchPopup::setConsent(SuggestionConsent consent) {
  if (m_contents.consent == consent) return;
  m_contents.consent = consent;
  m_contents.names.clear();
  m_contents.failure.clear();
  m_wanted.clear();
  m_foot->setState(m_contents.mode, consent);
  rebuild();
  if (isOpen()) m_rest.start();
}

void SearchPopup::setMode(NetworkMode mode) {
  if (m_contents.mode == mode) return;
  m_contents.mode = mode;
  m_foot->setState(mode, m_contents.consent);
  rebuild();
}

void SearchPopup::setBusy(Asking asking) {
  if (asking == Asking::Yes) {
    m_busy->start();
  } else {
    m_busy->stop();
  }
}

void SearchPopup::setOpenStructure(const QString& name) {
  m_contents.open = name;
  rebuild();
}

void SearchPopup::textEdited(const QString& text, Meaning meaning) {
  m_moved = false;
  m_contents.text = text.trimmed();
  m_contents.kind = kindOf(m_contents.text);
  m_contents.ways = SearchContents::Ways::Likely;
  m_contents.names.clear();
  m_contents.failure.clear();
  m_contents.library.clear();
  m_wanted.clear();
  setBusy(Asking::No);
  if (m_contents.text.isEmpty() || meaning == Meaning::Conditions) return close();
  open();
  m_rest.start();
}

/// The text has rested: its names are asked for, once, when they may be.
void SearchPopup::rest() {
  const QString typed = text();
  const bool may = m_contents.consent == SuggestionConsent::Allowed &&
                   m_contents.mode != NetworkMode::Off && m_contents.kind == SearchKind::Name;
  if (!may || !isOpen() || typed.size() < kShortest || typed == m_wanted) return;
  m_wanted = typed;
  Q_EMIT namesWanted(typed);
}

void SearchPopup::open() {
  if (!m_edit || !m_anchor) return;
  if (text() != m_contents.text) {
    m_contents.text = text();
    m_contents.kind = kindOf(m_contents.text);
    m_contents.names.clear();
    m_contents.library.clear();
  }
  if (parentWidget() != m_anchor->window()) setParent(m_anchor->window());
  const bool wasOpen = isOpen();
  if (!wasOpen) {
    show();
    raise();
    QCoreApplication::instance()->installEventFilter(this);
  }
  rebuild();
}

void SearchPopup::close() {
  m_rest.stop();
  setBusy(Asking::No);
  if (!isOpen()) return;
  QCoreApplication::instance()->removeEventFilter(this);
  const bool hadFocus = isAncestorOf(focusWidget());
  hide();
  if (hadFocus && m_edit) m_edit->setFocus(Qt::PopupFocusReason);
}

void SearchPopup::rebuild() {
  if (!isOpen()) return;
  const auto before = m_moved ? current() : std::nullopt;
  std::vector<SearchRow> rows = searchRows(m_contents);
  std::optional<int> row = likelyRow(rows, m_contents);
  for (std::size_t i = 0; before && i < rows.size(); ++i) {
    const SearchSuggestion& other = rows[i].suggestion;
    if (rows[i].kind == SearchRow::Kind::Choice && other.kind == before->kind &&
        other.key == before->key && other.lookup == before->lookup)
      row = static_cast<int>(i);
  }
  m_model->setRows(std::move(rows), m_contents.text);
  setCurrentRow(row.value_or(-1));
  arrange();
}

int SearchPopup::rowsHeight() const {
  int height = 0;
  for (int row = 0; row < m_model->rowCount(); ++row) height += m_view->sizeHintForRow(row);
  return height;
}

QSize SearchPopup::sizeHint() const {
  const int width = qMax(theme::scaled(kWidth), m_anchor ? m_anchor->width() : 0);
  const int rows = rowsHeight();
  return {width,
          (rows > 0 ? rows + 2 * theme::scaled(kPadding) : 0) + m_foot->heightFor(width - 2) + 2};
}

/// Puts the list under the field, inside the window.
void SearchPopup::arrange() {
  if (!isOpen() || !m_anchor || parentWidget() == nullptr) return;
  const QPoint corner =
      m_anchor->mapTo(parentWidget(), QPoint(0, m_anchor->height() + theme::scaled(4)));
  const int margin = theme::scaled(6);
  QSize size = sizeHint();
  size.setWidth(
      qMin(size.width(), qMax(m_anchor->width(), parentWidget()->width() - corner.x() - margin)));
  if (size.width() != sizeHint().width()) {
    const int rows = rowsHeight();
    size.setHeight((rows > 0 ? rows + 2 * theme::scaled(kPadding) : 0) +
                   m_foot->heightFor(size.width() - 2) + 2);
  }
  size.setHeight(qMin(size.height(), parentWidget()->height() - corner.y() - margin));
  setGeometry(QRect(corner, size));
  resizeEvent(nullptr);
}

void SearchPopup::resizeEvent(QResizeEvent*) {
  const int foot = m_foot->heightFor(width() - 2);
  const int padding = m_model->rowCount() > 0 ? theme::scaled(kPadding) : 0;
  m_foot->setGeometry(1, height() - 1 - foot, width() - 2, foot);
  m_view->setGeometry(1, 1 + padding, width() - 2, qMax(0, height() - 2 - foot - 2 * padding));
  m_busy->setGeometry(1, 1, width() - 2, 2);
  m_busy->raise();
}

void SearchPopup::setCurrentRow(int row) {
  const QModelIndex index = m_model->index(row, 0);
  m_view->setCurrentIndex(index);
  if (!index.isValid() || !QAccessible::isActive()) return;
  QAccessibleEvent event(m_view, QAccessible::Focus);
  event.setChild(row);
  QAccessible::updateAccessibility(&event);
}

std::optional<SearchSuggestion> SearchPopup::current() const {
  const int row = m_view->currentIndex().isValid() ? m_view->currentIndex().row() : -1;
  if (!isOpen() || !m_model->canChoose(row)) return std::nullopt;
  const SearchRow& chosen = m_model->rows()[static_cast<std::size_t>(row)];
  if (chosen.kind != SearchRow::Kind::Choice) return std::nullopt;
  return chosen.suggestion;
}

void SearchPopup::takeRow(int row) {
  if (!m_model->canChoose(row)) return;
  const SearchRow chosen = m_model->rows()[static_cast<std::size_t>(row)];
  if (chosen.kind == SearchRow::Kind::MoreWays) {
    m_contents.ways = SearchContents::Ways::All;
    rebuild();
    m_moved = true;
    setCurrentRow(qMin(row + 1, m_model->rowCount() - 1));
    return;
  }
  close();
  const SearchSuggestion& suggestion = chosen.suggestion;
  if (suggestion.kind == SearchSuggestion::Kind::PubChemName ||
      suggestion.kind == SearchSuggestion::Kind::PubChemLookup) {
    Q_EMIT lookupRequested(suggestion.lookup, suggestion.key);
  } else {
    Q_EMIT suggestionChosen(suggestion);
  }
}

void SearchPopup::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::FontChange) arrange();
}

void SearchPopup::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.lineStrong);
  painter.fillRect(rect().adjusted(1, 1, -1, -1), t.surface);
}

}  // namespace molloquy::widgets
