#include "widgets/chat/prompt_box.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/chat/prompt_chips.h"
#include "widgets/chat/prompt_edit.h"
#include "widgets/chat/prompt_parts.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/neighbours/neighbour_mime.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::scaled;

QStringList templateNames() {
  return {PromptBox::tr("Ask"), PromptBox::tr("Describe"), PromptBox::tr("Property")};
}

}  // namespace

PromptBox::PromptBox(QWidget* parent)
    : QFrame(parent),
      m_chips(new PromptChips(this)),
      m_edit(new PromptEdit(this)),
      m_templates(new SegmentedControl(templateNames(), this)),
      m_templateList(new QComboBox(this)),
      m_seed(new theme::ThemedLabel(theme::TextRole::Secondary, theme::Ink::Text3, {}, this)),
      m_send(new QPushButton(this)),
      m_stop(new StopButton(this)) {
  setFrameShape(QFrame::NoFrame);
  setAcceptDrops(true);
  const QString templateHelp =
      tr("Ask sends your words as they are.\nDescribe asks for a description of the molecule.\n"
         "Property asks for one value and nothing else.");
  for (QWidget* widget : std::initializer_list<QWidget*>{m_templates, m_templateList}) {
    widget->setToolTip(templateHelp);
    widget->setAccessibleName(tr("Kind of question"));
  }
  m_templateList->addItems(templateNames());
  m_seed->setToolTip(tr("The same seed, structure and words give the same answer."));
  m_send->setIcon(theme::icon(QStringLiteral("send")));
  m_send->setAccessibleName(tr("Send"));
  theme::setButtonRole(*m_send, theme::ButtonRole::Primary);

  auto* foot = new QHBoxLayout;
  foot->addWidget(m_templates);
  foot->addWidget(m_templateList);
  foot->addStretch(1);
  foot->addWidget(m_seed);
  foot->addWidget(m_send);
  foot->addWidget(m_stop);
  auto* rows = new QVBoxLayout(this);
  rows->addWidget(m_chips);
  rows->addWidget(m_edit);
  rows->addLayout(foot);

  connect(m_chips, &PromptChips::removed, this, &PromptBox::contextChipRemoved);
  connect(m_chips, &PromptChips::clicked, this, &PromptBox::contextChipClicked);
  connect(m_chips, &PromptChips::keyboardLeft, m_edit, [this] { m_edit->setFocus(); });
  connect(m_edit, &PromptEdit::submitted, this, &PromptBox::submit);
  connect(m_edit, &PromptEdit::textChanged, this, &PromptBox::refresh);
  connect(m_edit, &PromptEdit::focusChanged, this, [this] { update(); });
  connect(m_edit, &PromptEdit::escapePressed, this, [this] {
    if (m_generating) Q_EMIT stopRequested();
  });
  connect(m_edit, &PromptEdit::lastQuestionWanted, this, [this] {
    if (m_asked.isEmpty()) return;
    m_edit->setPlainText(m_asked.back());
    m_edit->moveCursor(QTextCursor::End);
  });
  connect(m_send, &QPushButton::clicked, this, &PromptBox::submit);
  connect(m_stop, &QPushButton::clicked, this, &PromptBox::stopRequested);
  const auto choose = [this](int index) { setPromptTemplate(static_cast<PromptTemplate>(index)); };
  connect(m_templates, &SegmentedControl::chosen, this, choose);
  connect(m_templateList, &QComboBox::activated, this, choose);
  applyMetrics();
  refresh();
}

QPushButton* PromptBox::stopButton() const { return m_stop; }

void PromptBox::setState(PromptState state, const QString& placeholder) {
  m_state = state;
  m_placeholder = placeholder;
  refresh();
}

void PromptBox::setStructureChip(const std::optional<Chip>& chip) { m_chips->setStructure(chip); }

void PromptBox::setContextChips(std::vector<Chip> chips) { m_chips->setContext(std::move(chips)); }

void PromptBox::setGenerating(bool generating) {
  if (m_generating == generating) return;
  const bool hadFocus = m_send->hasFocus() || m_stop->hasFocus();
  m_generating = generating;
  refresh();
  if (hadFocus) m_edit->setFocus();
}

void PromptBox::setSeed(quint64 seed) {
  m_seed->setText(tr("seed %1").arg(seed));
  fitFoot();
}

void PromptBox::setPromptTemplate(PromptTemplate promptTemplate) {
  m_template = promptTemplate;
  m_templates->setCurrent(static_cast<int>(promptTemplate));
  m_templateList->setCurrentIndex(static_cast<int>(promptTemplate));
  refresh();
}

bool PromptBox::canWrite() const {
  return m_state == PromptState::Ready || m_state == PromptState::Loading;
}

QString PromptBox::question() const {
  const QString words = m_edit->toPlainText().trimmed();
  if (words.isEmpty() && m_template == PromptTemplate::Describe)
    return tr("Describe this molecule.");
  return words;
}

void PromptBox::submit() {
  const QString words = question();
  if (m_state != PromptState::Ready || m_generating || words.isEmpty()) return;
  m_asked.append(words);
  m_edit->clear();
  Q_EMIT questionAsked(words, m_template);
}

void PromptBox::refresh() {
  QString placeholder = m_placeholder;
  if (m_state == PromptState::Ready && m_template == PromptTemplate::Describe) {
    placeholder = tr("Describe this molecule.");
  } else if (m_state == PromptState::Ready && m_template == PromptTemplate::Property) {
    placeholder = tr("Which property, for example LogP");
  }
  m_edit->setHint(placeholder);
  m_edit->setEnabled(canWrite());
  m_edit->setToolTip(canWrite() ? QString() : m_placeholder);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_templates, m_templateList}) {
    widget->setEnabled(canWrite());
  }
  const bool ready = m_state == PromptState::Ready;
  m_send->setEnabled(ready && !question().isEmpty());
  m_send->setToolTip(!ready                 ? m_placeholder
                     : question().isEmpty() ? tr("Write a question first")
                                            : tr("Send (Enter)"));
  m_send->setVisible(!m_generating);
  m_stop->setVisible(m_generating);
  fitFoot();
  update();
}

QSize PromptBox::minimumSizeHint() const {
  // What does not fit is left away by fitFoot, so the foot must not hold the box open.
  return {scaled(150), QFrame::minimumSizeHint().height()};
}

void PromptBox::applyMetrics() {
  layout()->setContentsMargins(scaled(9), scaled(9), scaled(9), scaled(9));
  layout()->setSpacing(scaled(8));
  m_send->setFixedSize(scaled(30), scaled(30));
  m_send->setIconSize(QSize(scaled(18), scaled(18)));
  m_stop->setFixedHeight(scaled(30));
  fitFoot();
}

void PromptBox::fitFoot() {
  const int room = width() - scaled(18);
  const int spacing = scaled(8);
  const int seed = m_seed->text().isEmpty() ? 0 : m_seed->sizeHint().width() + spacing;
  const int segments = m_templates->sizeHint().width() + spacing;
  const int list = m_templateList->sizeHint().width() + spacing;
  const int full = m_generating ? m_stop->fullWidth() : m_send->width();
  // First the key goes, then the seed, then the segments become a list.
  const int bare = m_generating ? full - scaled(40) : full;
  const bool segmented = segments + bare <= room;
  const int kind = segmented ? segments : list;
  m_templates->setVisible(segmented);
  m_templateList->setVisible(!segmented);
  m_seed->setVisible(seed > 0 && kind + seed + bare <= room);
  m_stop->setKeyShown(kind + (m_seed->isHidden() ? 0 : seed) + full <= room);
}

void PromptBox::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const QRectF box(rect());
  if (!canWrite()) {
    theme::painting::box(painter, box, theme::painting::kRadiusPrompt, t.sunk, t.line);
  } else if (m_edit->hasFocus() || m_dropping) {
    theme::painting::box(painter, box, theme::painting::kRadiusPrompt, t.surface, {});
    theme::painting::focusRing(painter, box, theme::painting::kRadiusPrompt, t.accent);
  } else {
    theme::painting::box(painter, box, theme::painting::kRadiusPrompt, t.surface, t.lineStrong);
  }
}

void PromptBox::dragEnterEvent(QDragEnterEvent* event) {
  if (neighbourKeys(event->mimeData()).isEmpty()) return event->ignore();
  m_dropping = true;
  update();
  event->acceptProposedAction();
}

void PromptBox::dragLeaveEvent(QDragLeaveEvent*) {
  m_dropping = false;
  update();
}

void PromptBox::dropEvent(QDropEvent* event) {
  const QStringList keys = neighbourKeys(event->mimeData());
  m_dropping = false;
  update();
  if (keys.isEmpty()) return event->ignore();
  event->acceptProposedAction();
  Q_EMIT contextDropped(keys);
}

void PromptBox::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  fitFoot();
}

void PromptBox::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::ApplicationFontChange) applyMetrics();
}

void PromptBox::mousePressEvent(QMouseEvent* event) {
  // Anywhere on the box is the text.
  if (event->button() == Qt::LeftButton && canWrite()) m_edit->setFocus(Qt::MouseFocusReason);
}

}  // namespace molloquy::widgets
