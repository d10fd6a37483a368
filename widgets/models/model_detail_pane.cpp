#include "widgets/models/model_detail_pane.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/frame/banner.h"
#include "widgets/models/choices_form.h"
#include "widgets/models/local_text_view.h"
#include "widgets/models/memory_bar.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

/// Off with the reason in the tooltip, or on without one.
void setReason(QPushButton& button, const QString& why) {
  button.setEnabled(why.isEmpty());
  button.setToolTip(why);
  button.setAccessibleDescription(why);
}

void setReason(QAction& action, const QString& why) {
  action.setEnabled(why.isEmpty());
  action.setToolTip(why.isEmpty() ? action.text() : why);
}

Banner::Kind kindOf(ModelNotice::Kind kind) {
  switch (kind) {
    case ModelNotice::Kind::Failure:
      return Banner::Kind::Failure;
    case ModelNotice::Kind::Warning:
      return Banner::Kind::Warning;
    case ModelNotice::Kind::Notice:
    case ModelNotice::Kind::None:
      break;
  }
  return Banner::Kind::Notice;
}

QString factsHtml(const std::vector<std::pair<QString, QString>>& facts, const QColor& labels) {
  QString html = QStringLiteral("<table cellspacing='0'>");
  for (const auto& [label, value] : facts) {
    // A part of the row above stands a little in.
    const QString inset = label.startsWith(u' ') ? QStringLiteral("&nbsp;&nbsp;&nbsp;") : QString();
    html += QStringLiteral(
                "<tr><td style='padding:3px 18px 3px 0; white-space:nowrap; "
                "color:%3'>%4%1</td><td style='padding:3px 0'>%2</td></tr>")
                .arg(label.trimmed().toHtmlEscaped(), value.toHtmlEscaped(), labels.name(), inset);
  }
  return html + QStringLiteral("</table>");
}

}  // namespace

ModelDetailPane::ModelDetailPane(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("The chosen model"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_banner = new Banner(this);
  connect(m_banner, &Banner::actionTriggered, this, &ModelDetailPane::noticeActionTriggered);
  layout->addWidget(m_banner);
  layout->addWidget(buildHead());
  layout->addWidget(buildPages(), 1);
  setDetail({});
}

QWidget* ModelDetailPane::buildHead() {
  auto* head = new QWidget(this);
  head->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  auto* layout = new QVBoxLayout(head);
  const int side = theme::scaled(20);
  layout->setContentsMargins(side, theme::scaled(16), side, theme::scaled(12));
  layout->setSpacing(theme::scaled(12));
  auto* title = new QVBoxLayout;
  title->setSpacing(theme::scaled(2));
  m_name = new theme::ThemedLabel(theme::TextRole::PageTitle, theme::Ink::Text, {}, head);
  m_name->setElided(true);
  m_name->setTextFormat(Qt::PlainText);
  m_state = new theme::ThemedLabel(theme::TextRole::Secondary, theme::Ink::Text2, {}, head);
  m_state->setElided(true);
  m_state->setTextFormat(Qt::PlainText);
  title->addWidget(m_name);
  title->addWidget(m_state);
  layout->addLayout(title);
  m_memory = new MemoryBar(head);
  layout->addWidget(m_memory);
  m_choices = new ChoicesForm(head);
  connect(m_choices, &ChoicesForm::choicesChanged, this, &ModelDetailPane::choicesChanged);
  layout->addWidget(m_choices);
  layout->addWidget(buildButtons());
  return head;
}

QWidget* ModelDetailPane::buildButtons() {
  auto* row = new QWidget(this);
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::scaled(8));
  m_load = new QPushButton(tr("Load"), row);
  theme::setButtonRole(*m_load, theme::ButtonRole::Primary);
  m_eject = new QPushButton(tr("Eject"), row);
  m_quantize = new QPushButton(tr("Make it smaller…"), row);
  m_more = new QToolButton(row);
  m_more->setIcon(theme::icon(QStringLiteral("more")));
  m_more->setIconSize({theme::scaled(16), theme::scaled(16)});
  m_more->setAutoRaise(true);
  m_more->setAccessibleName(tr("More about this model"));
  m_more->setToolTip(m_more->accessibleName());
  auto* menu = new QMenu(m_more);
  menu->setToolTipsVisible(true);
  m_reveal = menu->addAction(tr("Show the folder"));
  m_checksum = menu->addAction(tr("Compute the checksum"));
  m_remove = menu->addAction(tr("Remove from the list"));
  // As the button's own menu it would bring an arrow beside the three dots.
  connect(m_more, &QToolButton::clicked, menu, [this, menu] {
    menu->popup(m_more->mapToGlobal(
        QPoint(m_more->width() - menu->sizeHint().width(), m_more->height() + theme::scaled(2))));
  });
  for (QPushButton* button : {m_load, m_eject, m_quantize}) {
    button->setAutoDefault(false);
    layout->addWidget(button);
  }
  layout->addStretch();
  layout->addWidget(m_more);
  connect(m_load, &QPushButton::clicked, this,
          [this] { Q_EMIT loadRequested(m_choices->choices()); });
  connect(m_eject, &QPushButton::clicked, this, &ModelDetailPane::ejectRequested);
  connect(m_quantize, &QPushButton::clicked, this, &ModelDetailPane::quantizeRequested);
  connect(m_reveal, &QAction::triggered, this, &ModelDetailPane::revealRequested);
  connect(m_checksum, &QAction::triggered, this, &ModelDetailPane::checksumRequested);
  connect(m_remove, &QAction::triggered, this, &ModelDetailPane::removeRequested);
  return row;
}

QWidget* ModelDetailPane::buildPages() {
  auto* body = new QWidget(this);
  auto* layout = new QVBoxLayout(body);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_tabs = new QTabBar(body);
  m_tabs->setExpanding(false);
  m_tabs->setAccessibleName(tr("Pages about the model"));
  m_tabs->addTab(tr("Facts"));
  m_tabs->addTab(tr("Model card"));
  m_pages = new QStackedWidget(body);
  m_facts = new LocalTextView(m_pages);
  m_facts->setAccessibleName(tr("Facts about the model"));
  m_card = new LocalTextView(m_pages);
  m_card->setAccessibleName(tr("Model card"));
  m_pages->addWidget(m_facts);
  m_pages->addWidget(m_card);
  connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
  auto* strip = new QHBoxLayout;
  strip->setContentsMargins(theme::scaled(8), 0, 0, 0);
  strip->addWidget(m_tabs, 1);
  layout->addLayout(strip);
  layout->addWidget(m_pages, 1);
  return body;
}

void ModelDetailPane::setDetail(const ModelDetail& detail) {
  const bool other = m_detail.folder != detail.folder;
  m_detail = detail;
  const bool chosen = !detail.folder.isEmpty();
  m_name->setText(chosen ? detail.name : tr("No model chosen"));
  m_name->setToolTip(detail.folder);
  m_state->setText(chosen ? detail.state : tr("Choose one in the list, or add a folder."));
  const QString none = chosen ? QString() : tr("Choose a model first.");
  setReason(*m_load, chosen ? detail.whyNoLoad : none);
  m_load->setText(detail.reload ? tr("Load again") : tr("Load"));
  setReason(*m_eject, chosen ? detail.whyNoEject : none);
  setReason(*m_quantize, chosen ? detail.whyNoQuantize : none);
  setReason(*m_remove, chosen ? detail.whyNoRemove : none);
  setReason(*m_reveal, none);
  setReason(*m_checksum, none);
  showFacts();
  m_card->showMarkdown(detail.card.isEmpty() ? tr("This model has no card.") : detail.card);
  m_memory->setVisible(chosen);
  m_choices->setVisible(chosen);
  if (other) m_choices->setChoices({}, detail.contextLimit);
}

void ModelDetailPane::showFacts() {
  m_facts->showHtml(factsHtml(m_detail.facts, theme::tokensFor(palette()).text2));
}

void ModelDetailPane::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) showFacts();
  QWidget::changeEvent(event);
}

void ModelDetailPane::setMemory(const ModelMemory& memory) { m_memory->setMemory(memory); }

void ModelDetailPane::setChoices(const ModelChoices& choices) {
  m_choices->setChoices(choices, m_detail.contextLimit);
}

ModelChoices ModelDetailPane::choices() const { return m_choices->choices(); }

void ModelDetailPane::setNotice(const ModelNotice& notice) {
  if (notice.kind == ModelNotice::Kind::None) {
    m_banner->hide();
  } else {
    m_banner->showMessage(kindOf(notice.kind), notice.sentence, notice.action);
  }
}

}  // namespace molloquy::widgets
