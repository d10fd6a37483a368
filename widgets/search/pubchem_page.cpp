#include "widgets/search/pubchem_page.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <utility>

#include "widgets/search/foreign_text.h"
#include "widgets/search/pubchem_head.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kPlacesWidth = 184;

/// A heading with the margins of the lists around it.
class PlaceDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const theme::Tokens& t = theme::tokensFor(option.palette);
    const bool current = option.state & QStyle::State_Selected;
    if (current) {
      painter->fillRect(option.rect, t.selected);
    } else if (option.state & QStyle::State_MouseOver) {
      painter->fillRect(option.rect, t.hover);
    }
    const int side = theme::scaled(12);
    const QRect place = option.rect.adjusted(side, 0, -side / 2, 0);
    painter->setFont(theme::font(theme::TextRole::Control));
    painter->setPen(current ? t.text : t.text2);
    painter->drawText(
        place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, place.width()));
    if ((option.state & QStyle::State_HasFocus) &&
        (option.state & QStyle::State_KeyboardFocusChange))
      theme::painting::focusRing(*painter, option.rect, 0, t.accent);
  }
};

QUrl pageOf(qint64 cid) {
  return QUrl(QStringLiteral("https://pubchem.ncbi.nlm.nih.gov/compound/%1").arg(cid));
}

}  // namespace

PubChemPage::PubChemPage(QWidget* parent)
    : QWidget(parent),
      m_head(new PubChemHead(this)),
      m_places(new QListWidget(this)),
      m_text(new QTextBrowser(this)) {
  setAccessibleName(tr("PubChem"));
  m_places->setFrameShape(QFrame::NoFrame);
  m_places->setItemDelegate(new PlaceDelegate(m_places));
  m_places->setMouseTracking(true);
  m_places->setFixedWidth(theme::scaled(kPlacesWidth));
  m_places->setAccessibleName(tr("Sections of the entry"));
  m_places->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_places->setUniformItemSizes(true);
  m_places->setTextElideMode(Qt::ElideRight);
  m_text->setFrameShape(QFrame::NoFrame);
  m_text->setOpenLinks(false);
  m_text->setAccessibleName(tr("What PubChem says"));
  m_text->document()->setDocumentMargin(theme::scaled(12));
  auto* right = new QVBoxLayout;
  right->setSpacing(0);
  right->addWidget(m_head);
  right->addWidget(m_text, 1);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(1);
  row->addWidget(m_places);
  row->addLayout(right, 1);
  connect(m_places, &QListWidget::currentRowChanged, this, &PubChemPage::choosePlace);
  // A press on the section that is shown already asks again where asking has failed.
  connect(m_places, &QListWidget::itemClicked, this, &PubChemPage::choosePlace);
  connect(m_places, &QListWidget::itemActivated, this, &PubChemPage::choosePlace);
  connect(m_text, &QTextBrowser::anchorClicked, this, &PubChemPage::follow);
  connect(m_head, &PubChemHead::pageRequested, this,
          [this] { Q_EMIT linkActivated(pageOf(cid())); });
  connect(m_head, &PubChemHead::conformersRequested, this,
          [this] { Q_EMIT conformersRequested(cid()); });
  connect(m_head, &PubChemHead::refreshRequested, this, [this] { Q_EMIT refreshRequested(cid()); });
  setRecord({});
}

void PubChemPage::setRecord(const std::optional<PubChemRecordView>& record) {
  const qint64 before = cid();
  m_record = record;
  if (cid() != before || !record) {
    m_sections.clear();
    m_failures.clear();
    m_asked.clear();
    m_allNames = false;
  }
  m_head->setVisible(record.has_value());
  m_places->setVisible(record.has_value());
  if (record) m_head->setRecord(*record);
  fillPlaces();
}

void PubChemPage::setHeadings(qint64 cid, const QStringList& headings) {
  if (!m_record || m_record->cid != cid) return;
  m_record->headings = headings;
  fillPlaces();
}

void PubChemPage::fillPlaces() {
  const QString before = m_places->currentRow() > 0 ? m_places->currentItem()->text() : QString();
  {
    const QSignalBlocker quiet(m_places);
    m_places->clear();
    m_places->addItem(tr("Overview"));
    if (m_record) m_places->addItems(m_record->headings);
    for (int row = 0; row < m_places->count(); ++row) {
      m_places->item(row)->setToolTip(m_places->item(row)->text());
      m_places->item(row)->setSizeHint({theme::scaled(kPlacesWidth), theme::scaled(26)});
    }
    const auto again =
        m_record && !before.isEmpty() ? m_record->headings.indexOf(before) : qsizetype(-1);
    m_places->setCurrentRow(static_cast<int>(again + 1));
  }
  showPlace();
}

QString PubChemPage::sectionText(const QString& heading) {
  const theme::Tokens& t = theme::tokensFor(palette());
  if (const auto parts = m_sections.constFind(heading); parts != m_sections.constEnd())
    return sectionHtml(heading, *parts, t);
  if (const auto failure = m_failures.constFind(heading); failure != m_failures.constEnd())
    return noticeHtml(heading, tr("%1 Choose the section again to try again.").arg(*failure), t);
  return noticeHtml(heading, tr("Asking PubChem for this section."), t);
}

void PubChemPage::showPlace() {
  const theme::Tokens& t = theme::tokensFor(palette());
  const int row = m_places->currentRow();
  if (!m_record) {
    m_text->setHtml(noticeHtml({}, tr("The open structure is no entry of PubChem's."), t));
    return;
  }
  if (row <= 0) {
    m_text->setHtml(overviewHtml(*m_record, m_allNames ? NamesShown::All : NamesShown::First, t));
    return;
  }
  m_text->setHtml(sectionText(m_places->item(row)->text()));
}

void PubChemPage::choosePlace() {
  const int row = m_places->currentRow();
  if (m_record && row > 0) {
    const QString heading = m_places->item(row)->text();
    if (!m_sections.contains(heading) && !m_asked.contains(heading)) {
      m_failures.remove(heading);
      m_asked.insert(heading);
      Q_EMIT sectionRequested(m_record->cid, heading);
    }
  }
  showPlace();
}

void PubChemPage::setSection(qint64 cid, const QString& heading,
                             std::vector<ForeignSection> parts) {
  if (cid != this->cid()) return;
  m_asked.remove(heading);
  m_sections.insert(heading, std::move(parts));
  const QListWidgetItem* shown = m_places->currentItem();
  if (shown != nullptr && m_places->currentRow() > 0 && shown->text() == heading)
    m_text->setHtml(sectionText(heading));
}

void PubChemPage::setSectionFailed(qint64 cid, const QString& heading, const QString& sentence) {
  if (cid != this->cid()) return;
  m_asked.remove(heading);
  m_failures.insert(heading, sentence);
  const QListWidgetItem* shown = m_places->currentItem();
  if (shown != nullptr && m_places->currentRow() > 0 && shown->text() == heading)
    m_text->setHtml(sectionText(heading));
}

void PubChemPage::setConformersBusy(Fetching fetching) {
  m_head->setConformersBusy(fetching == Fetching::Yes);
}

void PubChemPage::follow(const QUrl& link) {
  if (link.toString() != QString::fromLatin1(kNamesLink)) {
    Q_EMIT linkActivated(link);
    return;
  }
  m_allNames = !m_allNames;
  const int place = m_text->verticalScrollBar()->value();
  showPlace();
  m_text->verticalScrollBar()->setValue(place);
}

QSize PubChemPage::minimumSizeHint() const { return {theme::scaled(320), theme::scaled(120)}; }

void PubChemPage::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) showPlace();
}

void PubChemPage::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  if (m_places->isVisible())
    painter.fillRect(QRect(m_places->geometry().right() + 1, 0, 1, height()), t.line);
}

}  // namespace molloquy::widgets
