/* facts_year.c - what a statement says of a patient's year. */
#include "out/page.h"

#include <string.h>

static struct sb_fact
fact(const char *text, const char *name)
{
    return sb_fact_new(text, NULL, NULL, name);
}

static const struct sb_bill_year *
year_of(const struct sb_layout *l)
{
    return l->bill->year;
}

struct sb_fact
sb_fact_document_year(struct sb_layout *l, size_t row)
{
    (void)row;
    return fact(l->year, "the year");
}

struct sb_fact
sb_fact_document_basis(struct sb_layout *l, size_t row)
{
    static const char *const words[][2] = {
        [SB_YEAR_BY_PAYMENT] = {"date of payment", "fecha de pago"},
        [SB_YEAR_BY_SERVICE] = {"date of service", "fecha del servicio"},
    };

    (void)row;
    return fact(year_of(l) != NULL ? words[year_of(l)->by][l->spanish] : NULL, "the basis");
}

struct sb_fact
sb_fact_year_left_out(struct sb_layout *l, size_t row)
{
    const char *words = sb_template_text(l->page, SB_FIELD_year_left_out), *count;

    (void)row;
    if (year_of(l) == NULL || year_of(l)->left_out == 0 || words == NULL)
        return fact(NULL, NULL);
    count = sb_layout_print(l, "%llu", (unsigned long long)year_of(l)->left_out);
    return fact(count != NULL ? sb_fact_words(l, words, "{count}", count) : NULL,
                "what is left out");
}

struct sb_fact
sb_fact_year_so_far(struct sb_layout *l, size_t row)
{
    const char *words = sb_template_text(l->page, SB_FIELD_year_so_far);
    const char *day = sb_layout_date(l, l->bill->issued_on);

    (void)row;
    if (year_of(l) == NULL || !year_of(l)->so_far || words == NULL || day == NULL)
        return fact(NULL, NULL);
    return fact(sb_fact_words(l, words, "{date}", day), "the year");
}

struct sb_fact
sb_fact_year_selected(struct sb_layout *l, size_t row)
{
    (void)row;
    if (year_of(l) == NULL || !year_of(l)->selected)
        return fact(NULL, NULL);
    return fact(sb_template_text(l->page, SB_FIELD_year_selected), "what is selected");
}

/* Everyone who treated, with the number that tells one from another, a line each. */
struct sb_fact
sb_fact_provider_treated(struct sb_layout *l, size_t row)
{
    const struct sb_provider *alone[1] = {l->bill->provider};
    const struct sb_provider *const *all = alone;
    size_t count = l->bill->provider != NULL;
    const char *text = NULL;

    (void)row;
    if (year_of(l) != NULL) {
        all = year_of(l)->providers;
        count = year_of(l)->provider_count;
    }
    for (size_t i = 0; i < count; i++) {
        const char *const parts[] = {text, text != NULL ? "\n" : NULL,
                                     sb_layout_provider(l, all[i]),
                                     all[i]->npi != NULL ? "\nNPI " : NULL, all[i]->npi};

        text = sb_layout_join(l, parts, sizeof parts / sizeof parts[0]);
    }
    return sb_fact_new(text, l->bill->config->source, NULL, "the provider's name");
}

/* Who treated at a visit; credentials and numbers stand at the top, once. */
static struct sb_fact
treated(struct sb_layout *l, size_t visit)
{
    const struct sb_provider *provider = l->bill->provider;

    if (year_of(l) != NULL && visit < l->bill->visit_count)
        provider = year_of(l)->treated[visit];
    return sb_fact_new(provider != NULL ? provider->name : NULL, l->bill->config->source, NULL,
                       "the provider's name");
}

struct sb_fact
sb_fact_services_treated(struct sb_layout *l, size_t row)
{
    return treated(l, l->bill->lines[l->services[row]].visit);
}

static const struct sb_bill_payment *
payment_of(const struct sb_layout *l, size_t row)
{
    return &l->bill->payments[l->payments[row]];
}

struct sb_fact
sb_fact_payments_treated(struct sb_layout *l, size_t row)
{
    return treated(l, payment_of(l, row)->visit);
}

struct sb_fact
sb_fact_payments_service_date(struct sb_layout *l, size_t row)
{
    size_t visit = payment_of(l, row)->visit;
    sb_date date = visit < l->bill->visit_count ? l->bill->visits[visit]->date : (sb_date){0};

    return fact(sb_layout_date(l, date), "the date of service");
}

struct sb_fact
sb_fact_payments_care(struct sb_layout *l, size_t row)
{
    const struct sb_bill_payment *payment = payment_of(l, row);
    sb_money care = payment->applied;

    if (payment->refund && care.cents > 0)
        care.cents = -care.cents;
    return fact(sb_layout_money(l, care), "the amount for care");
}

/* Of a payment, what went elsewhere than to care. */
struct sb_fact
sb_fact_payments_other(struct sb_layout *l, size_t row)
{
    const struct sb_bill_payment *payment = payment_of(l, row);
    sb_money other = {payment->payment->amount.amount.cents - payment->applied.cents};

    if (payment->refund && other.cents > 0)
        other.cents = -other.cents;
    return fact(sb_layout_money(l, other), "the amount for other items");
}

/* What the payments of the year come to; a statement by service has totals of its own. */
static struct sb_fact
year_total(struct sb_layout *l, sb_money amount, const char *name)
{
    if (year_of(l) == NULL || year_of(l)->by != SB_YEAR_BY_PAYMENT)
        return fact(NULL, NULL);
    return fact(sb_layout_money(l, amount), name);
}

struct sb_fact
sb_fact_year_totals_care(struct sb_layout *l, size_t row)
{
    (void)row;
    return year_total(l, l->bill->paid, "the amount for care");
}

struct sb_fact
sb_fact_year_totals_other(struct sb_layout *l, size_t row)
{
    (void)row;
    return year_total(l, l->bill->item_paid, "the amount for other items");
}

struct sb_fact
sb_fact_year_totals_received(struct sb_layout *l, size_t row)
{
    (void)row;
    return year_total(l, l->bill->received, "the amount received");
}
