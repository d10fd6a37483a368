#include "widgets/library/editable_chips.h"

#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStringListModel>

#include "widgets/library/removable_chip.h"
#include "widgets/theme/fonts.h"

namespace molloquy::widgets {
namespace {

constexpr int kFieldWidth = 120;

}  // namespace

EditableChips::EditableChips(Adding adding, const QString& noun, const QString& hint, QWidget* parent)
    : QWidget(parent), m_noun(noun), m_known(new QStringListModel(this)) {
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  if (adding == Adding::No) return;
  m_field = new QLineEdit(this);
  m_field->setPlaceholderText(hint);
  m_field->setAccessibleName(tr("Add: %1").arg(noun));
  m_field->installEventFilter(this);
  auto* completer = new QCompleter(m_known, m_field);
  completer->setCaseSensitivity(Qt::CaseInsensitive);
  completer->setFilterMode(Qt::MatchContains);
  m_field->setCompleter(completer);
}

void EditableChips::setKnown(const QStringList& words) { m_known->setStringList(words); }

void EditableChips::setChips(const QStringList& chips) {
  if (m_words == chips) return;
  m_words = chips;
  // The chip that asked for its removal may be on the stack.
  for (RemovableChip* chip : m_chips) {
    chip->hide();
    chip->deleteLater();
  }
  m_chips.clear();
  for (int index = 0; index < chips.size(); ++index) {
    auto* chip = new RemovableChip(chips[index], m_noun, this);
    connect(chip, &RemovableChip::removeRequested, this, [this, index] { remove(index); });
    chip->show();
    m_chips.push_back(chip);
  }
  QWidget* before = nullptr;
  for (RemovableChip* chip : m_chips) {
    if (before != nullptr) setTabOrder(before, chip);
    before = chip;
  }
  if (before != nullptr && m_field != nullptr) setTabOrder(before, m_field);
  updateGeometry();
  place(width(), Placing::Apply);
}

void EditableChips::add() {
  const QString word = m_field->text().trimmed();
  m_field->clear();
  if (word.isEmpty() || m_words.contains(word)) return;
  setChips(m_words + QStringList{word});
  Q_EMIT chipsEdited(m_words);
}

void EditableChips::remove(int index) {
  if (index < 0 || index >= m_words.size()) return;
  QStringList left = m_words;
  left.removeAt(index);
  const bool hadFocus = isAncestorOf(window()->focusWidget());
  setChips(left);
  if (hadFocus) {
    if (!m_chips.empty()) {
      m_chips[std::min(static_cast<std::size_t>(index), m_chips.size() - 1)]->setFocus();
    } else if (m_field != nullptr) {
      m_field->setFocus();
    }
  }
  Q_EMIT chipRemoved(index);
  Q_EMIT chipsEdited(m_words);
}

bool EditableChips::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_field || event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Comma:
      // An Enter without a word is the form's own.
      if (m_field->text().trimmed().isEmpty()) return false;
      add();
      return true;
    case Qt::Key_Backspace:
      if (!m_field->text().isEmpty() || m_chips.empty()) return false;
      m_chips.back()->setFocus(Qt::BacktabFocusReason);
      return true;
    default:
      return false;
  }
}

int EditableChips::place(int width, Placing placing) const {
  const int gap = theme::scaled(4);
  const int height = theme::scaled(24);
  int x = 0;
  int y = 0;
  const auto put = [&](QWidget* item, int wanted) {
    wanted = qMin(wanted, qMax(width, 1));
    if (x > 0 && x + wanted > width) {
      x = 0;
      y += height + gap;
    }
    if (placing == Placing::Apply) item->setGeometry(x, y, wanted, height);
    x += wanted + gap;
  };
  for (RemovableChip* chip : m_chips) put(chip, chip->sizeHint().width());
  if (m_field != nullptr) put(m_field, theme::scaled(kFieldWidth));
  return m_chips.empty() && m_field == nullptr ? 0 : y + height;
}

void EditableChips::resizeEvent(QResizeEvent*) { place(width(), Placing::Apply); }

int EditableChips::heightForWidth(int width) const { return place(width, Placing::Measure); }

QSize EditableChips::sizeHint() const {
  const int width = qMax(this->width(), theme::scaled(200));
  return {theme::scaled(200), heightForWidth(width)};
}

QSize EditableChips::minimumSizeHint() const {
  return {theme::scaled(80), heightForWidth(qMax(width(), theme::scaled(80)))};
}

}  // namespace molloquy::widgets
