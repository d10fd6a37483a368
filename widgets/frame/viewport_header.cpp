#include "widgets/frame/viewport_header.h"

#include <QFontMetrics>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "widgets/depiction/formula_text.h"
#include "widgets/frame/header_choices.h"
#include "widgets/frame/stepper.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::TextRole;

int sideMargin() { return theme::scaled(12); }

double tagWidth(const QString& tag) {
  return QFontMetricsF(theme::font(TextRole::Stats)).horizontalAdvance(tag) + theme::scaled(14);
}

}  // namespace

ViewportHeader::ViewportHeader(QWidget* parent)
    : QWidget(parent),
      m_conformers(new Stepper(tr("Conformer"), this)),
      m_records(new Stepper(tr("Record"), this)),
      m_choices(new HeaderChoices(this)) {
  m_choices->hide();
  connect(m_choices, &HeaderChoices::viewStyleChanged, this,
          [this](const render::ViewStyle& style) {
            arrange();
            Q_EMIT viewStyleChanged(style);
          });
  m_conformers->hide();
  m_records->hide();
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFixedHeight(sizeHint().height());
  connect(m_conformers, &Stepper::positionChosen, this, &ViewportHeader::conformerChosen);
  connect(m_records, &Stepper::positionChosen, this, &ViewportHeader::recordChosen);
  updateAccessibleText();
}

void ViewportHeader::setStructure(const QString& name, const QString& formula) {
  m_name = name;
  m_formula = formula;
  m_choices->setVisible(!name.isEmpty());
  updateAccessibleText();
  arrange();
}

void ViewportHeader::setTag(const QString& tag, const QString& explanation, TagKind kind) {
  m_tag = tag;
  m_tagExplanation = explanation;
  m_tagKind = kind;
  updateAccessibleText();
  arrange();
}

void ViewportHeader::setViewStyle(const render::ViewStyle& style) {
  m_choices->setViewStyle(style);
  arrange();
}

const render::ViewStyle& ViewportHeader::viewStyle() const { return m_choices->viewStyle(); }

void ViewportHeader::setViewData(const ViewData& known) { m_choices->setViewData(known); }

void ViewportHeader::setSelection(const std::vector<AtomIndex>& atoms) {
  m_choices->setSelection(atoms);
  arrange();
}

void ViewportHeader::setConformers(int current, int count) {
  m_conformers->setPosition(current, count);
  m_conformers->setVisible(count > 1);
  arrange();
}

void ViewportHeader::setRecords(int current, int count) {
  m_records->setPosition(current, count);
  m_records->setVisible(count > 1);
  arrange();
}

void ViewportHeader::clear() {
  setStructure({}, {});
  setTag({}, {});
  setConformers(0, 0);
  setRecords(0, 0);
}

double ViewportHeader::titleLeast() const {
  const double name = QFontMetricsF(theme::font(TextRole::PanelTitle)).horizontalAdvance(m_name);
  double least = qMin(name, double(theme::scaled(140)));
  if (!m_formula.isEmpty())
    least += theme::scaled(10) + formulaWidth(m_formula, theme::font(TextRole::Control));
  if (!m_tag.isEmpty()) least += theme::scaled(10) + tagWidth(m_tag);
  return least;
}

void ViewportHeader::arrange() {
  int right = width() - theme::scaled(8);
  const auto place = [&](QWidget* part, int wide) {
    const int tall = part->sizeHint().height();
    right -= wide;
    part->setGeometry(right, (height() - 1 - tall) / 2, wide, tall);
    right -= theme::scaled(10);
  };
  if (!m_choices->isHidden()) {
    // The words of the choices go before anything of the title does.
    int steppers = 0;
    for (const Stepper* stepper : {m_conformers, m_records})
      if (!stepper->isHidden()) steppers += stepper->sizeHint().width() + theme::scaled(10);
    using Words = HeaderChoices::Words;
    const double room = right - sideMargin() - steppers - theme::scaled(10) - titleLeast();
    const bool wide = room >= m_choices->widthFor(Words::Shown);
    m_choices->setWords(wide ? Words::Shown : Words::Folded);
    place(m_choices, m_choices->sizeHint().width());
  }
  for (Stepper* stepper : {m_conformers, m_records})
    if (!stepper->isHidden()) place(stepper, stepper->sizeHint().width());
  update();
}

ViewportHeader::TitleLayout ViewportHeader::layOutTitle() const {
  const QFontMetricsF nameMetrics(theme::font(TextRole::PanelTitle));
  double right = width() - theme::scaled(8);
  for (const QWidget* part :
       {static_cast<const QWidget*>(m_conformers), static_cast<const QWidget*>(m_records),
        static_cast<const QWidget*>(m_choices)})
    if (!part->isHidden()) right = qMin(right, double(part->x()));
  right -= theme::scaled(8);
  const double gap = theme::scaled(10);
  const double formulaFull = formulaWidth(m_formula, theme::font(TextRole::Control));
  const double tagFull = m_tag.isEmpty() ? 0 : tagWidth(m_tag);

  TitleLayout title;
  double room = qMax(0.0, right - sideMargin());
  // The name goes last: first the formula gives way, then the tag.
  const double nameFull = nameMetrics.horizontalAdvance(m_name);
  const double nameLeast = qMin(nameFull, double(theme::scaled(80)));
  const bool showTag = tagFull > 0 && room >= nameLeast + gap + tagFull;
  if (showTag) room -= tagFull + gap;
  const bool showFormula = !m_formula.isEmpty() && room >= nameLeast + gap + formulaFull;
  if (showFormula) room -= formulaFull + gap;
  title.name = nameMetrics.elidedText(m_name, Qt::ElideRight, room);
  double x = sideMargin();
  const double tall = height() - 1;
  title.nameRect = QRectF(x, 0, nameMetrics.horizontalAdvance(title.name) + 1, tall);
  x = title.nameRect.right() + gap;
  if (showFormula) {
    title.formulaRect = QRectF(x, 0, formulaFull + 1, tall);
    x = title.formulaRect.right() + gap;
  }
  if (showTag) {
    const double tagHeight = theme::scaled(20);
    title.tagRect = QRectF(x, qRound((tall - tagHeight) / 2), tagFull, tagHeight);
  }
  return title;
}

bool ViewportHeader::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const TitleLayout title = layOutTitle();
    if (title.tagRect.contains(help->pos())) {
      QToolTip::showText(help->globalPos(),
                         QStringLiteral("<p>%1</p>").arg(m_tagExplanation.toHtmlEscaped()), this);
    } else if (title.nameRect.contains(help->pos()) && title.name != m_name) {
      QToolTip::showText(help->globalPos(), m_name, this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  return QWidget::event(event);
}

void ViewportHeader::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.panel);
  painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
  const TitleLayout title = layOutTitle();
  painter.setFont(theme::font(TextRole::PanelTitle));
  painter.setPen(t.text);
  painter.drawText(title.nameRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                   title.name);
  if (!title.formulaRect.isNull())
    paintFormula(painter, title.formulaRect, Qt::AlignLeft, m_formula,
                 theme::font(TextRole::Control), t.text2);
  if (!title.tagRect.isNull()) {
    const bool edited = m_tagKind == TagKind::Edited;
    theme::painting::box(painter, title.tagRect, theme::painting::kRadiusChip,
                         edited ? t.warnTint : t.surface, edited ? QColor() : t.line);
    painter.setFont(theme::font(TextRole::Stats));
    painter.setPen(edited ? t.warn : t.text2);
    painter.drawText(title.tagRect, Qt::AlignCenter, m_tag);
  }
}

void ViewportHeader::resizeEvent(QResizeEvent*) { arrange(); }

void ViewportHeader::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) {
    setFixedHeight(sizeHint().height());
    arrange();
  }
  QWidget::changeEvent(event);
}

void ViewportHeader::updateAccessibleText() {
  QString words = m_name;
  if (!m_formula.isEmpty()) words += QStringLiteral(", ") + spokenFormula(m_formula);
  if (!m_tag.isEmpty()) words += QStringLiteral(", ") + m_tag;
  setAccessibleName(words.isEmpty() ? tr("No structure") : words);
  setAccessibleDescription(m_tagExplanation);
}

QSize ViewportHeader::sizeHint() const { return {theme::scaled(560), theme::scaled(38)}; }
QSize ViewportHeader::minimumSizeHint() const { return {theme::scaled(200), theme::scaled(38)}; }

}  // namespace molloquy::widgets
