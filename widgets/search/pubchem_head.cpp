#include "widgets/search/pubchem_head.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/frame/busy_bar.h"
#include "widgets/inspector/number_text.h"
#include "widgets/inspector/panel_parts.h"
#include "widgets/search/foreign_text.h"
#include "widgets/search/link_button.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

using theme::Ink;
using theme::TextRole;
using theme::ThemedLabel;

PubChemHead::PubChemHead(QWidget* parent)
    : QWidget(parent),
      m_title(new ThemedLabel(TextRole::PanelTitle, Ink::Text, {}, this)),
      m_link(new LinkButton({}, this)),
      m_badge(new ThemedLabel(TextRole::Secondary, Ink::Text2, {}, this)),
      m_age(new ThemedLabel(TextRole::Secondary, Ink::Text3, {}, this)),
      m_refresh(iconButton(QStringLiteral("regenerate"), tr("Fetch this entry again"), this)),
      m_conformers(new QPushButton(this)),
      m_busy(new BusyBar(this)) {
  m_title->setElided(true);
  m_badge->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  m_badge->setIndent(theme::scaled(12));
  m_badge->setFixedHeight(theme::scaled(22));
  m_link->setToolTip(tr("Open the entry's page in the browser"));
  auto* row = new QHBoxLayout;
  row->setContentsMargins(theme::scaled(12), theme::scaled(4), theme::scaled(8), theme::scaled(4));
  row->setSpacing(theme::scaled(6));
  row->addWidget(m_title);
  row->addWidget(m_link);
  row->addStretch(1);
  row->addWidget(m_age);
  row->addWidget(m_refresh);
  row->addWidget(m_conformers);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 1);
  column->setSpacing(0);
  column->addLayout(row);
  column->addWidget(m_badge);
  connect(m_link, &QAbstractButton::clicked, this, &PubChemHead::pageRequested);
  connect(m_refresh, &QToolButton::clicked, this, &PubChemHead::refreshRequested);
  connect(m_conformers, &QPushButton::clicked, this, &PubChemHead::conformersRequested);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PubChemHead::setRecord(const PubChemRecordView& record) {
  m_title->setText(record.title.isEmpty() ? tr("Entry without a title") : record.title);
  m_title->setToolTip(m_title->text());
  m_link->setText(tr("CID %1").arg(record.cid));
  m_link->setAccessibleName(tr("CID %1, open its page in the browser").arg(record.cid));
  m_link->updateGeometry();
  m_badge->setText(record.shapeBadge);
  m_badge->setToolTip(record.shapeBadge);
  m_badge->setVisible(!record.shapeBadge.isEmpty());
  m_age->setText(record.cachedAt ? savedWords(*record.cachedAt, QDateTime::currentDateTime())
                                 : QString());
  if (record.cachedAt)
    m_age->setToolTip(
        tr("This is the reply that was kept on this computer at %1.")
            .arg(QLocale().toString(record.cachedAt->toLocalTime(), QLocale::ShortFormat)));
  m_age->setVisible(record.cachedAt.has_value());
  const int further = record.furtherConformers;
  m_conformers->setText(further == 1 ? tr("Fetch 1 conformer")
                                     : tr("Fetch %1 conformers").arg(shownCount(further)));
  m_conformers->setToolTip(tr("Shapes that PubChem has besides the one that is open"));
  m_conformers->setVisible(further > 0);
  update();
}

void PubChemHead::setConformersBusy(bool busy) {
  m_conformers->setEnabled(!busy);
  m_conformers->setToolTip(busy ? tr("The conformers are on their way.")
                                : tr("Shapes that PubChem has besides the one that is open"));
  m_busy->setGeometry(m_conformers->x() + 4, m_conformers->geometry().bottom() - 2,
                      m_conformers->width() - 8, 2);
  m_busy->raise();
  if (busy) {
    m_busy->start();
  } else {
    m_busy->stop();
  }
}

void PubChemHead::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
  if (m_badge->isVisible()) painter.fillRect(m_badge->geometry(), t.warnTint);
}

}  // namespace molloquy::widgets
